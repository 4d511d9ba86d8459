import { listOf, type Node, nodeOf, type Statement } from '../sql/statement.ts';
import { GUIDE, type Refusal } from './refusal.ts';

/** Words that Redshift reserves and PostgreSQL does not: as names they need quotes, but behind a dot or AS. */
const RESERVED = new Set(
  `aes128 aes256 allowoverwrite az64 backup blanksasnull bytedict bzip2 credentials deflate defrag delta delta32k disable
   emptyasnull enable encode encrypt encryption explicit globaldict256 globaldict64k gzip identity ignore interval
   language lun luns lzo lzop minus mostly16 mostly32 mostly8 new nulls off offline old open parallel partition percent
   permissions pivot raw readratio recover rejectlog resort respect restore snapshot system tag tdes text255 text32k
   timestamp top truncatecolumns unnest unpivot wallet without`.split(/\s+/),
);

export const nameRefusals: readonly Refusal[] = [
  ...['tag', 'open', 'snapshot', 'percent', 'permissions'].map(
    (word): Refusal => ({
      feature: `the column ${word} without quotes`,
      code: '42601',
      message: `syntax error at or near "${word}"`,
      source: `${GUIDE}/r_pg_keywords.html`,
      example: `CREATE TABLE p (id integer, ${word} varchar(9))`,
      applies: (statement) => bareNames(statement).includes(word),
    }),
  ),
  {
    feature: 'any other reserved word without quotes',
    code: '42601',
    message: 'syntax error: a reserved word must be in double quotes',
    source: `${GUIDE}/r_pg_keywords.html`,
    example: 'SELECT raw FROM (SELECT id AS raw FROM t) AS x',
    applies: (statement) => bareNames(statement).some((name) => RESERVED.has(name)),
  },
];

/** Names of tables and columns that stand neither in quotes nor behind a dot or AS. */
function bareNames({ nodes, bareWords }: Statement): readonly string[] {
  const names = [
    ...nodes('ColumnRef').map((column) => onlyName(listOf(column, 'fields'))),
    ...nodes('ColumnDef').map(({ colname }) => colname),
    ...nodes('RangeVar').map(({ schemaname, relname }) => (schemaname === undefined ? relname : undefined)),
  ];
  return names.filter((name) => typeof name === 'string').filter((name) => bareWords.has(name));
}

function onlyName(fields: readonly Node[]): unknown {
  return fields.length === 1 ? nodeOf(fields[0], 'String')?.sval : undefined;
}
