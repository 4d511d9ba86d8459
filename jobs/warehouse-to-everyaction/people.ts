import { Table } from '@movement-etl/lib/table';
import type { Session } from '@movement-etl/lib/warehouse';
import { PERSON_COLUMNS, type PersonColumn, type SourceQuery } from './source-query.ts';

/** One person of VAN_QUERY. */
export interface SourcePerson extends Readonly<Record<PersonColumn, string | null>> {
  /** The vanid, or a hash of the data by which somebody without one is looked up; empty for all others without one. */
  readonly person_key: string;
  readonly vanid: number | null;
  /** How many rows of the query are this person. */
  readonly occurrences: number;
}

const PAGE_ROWS = 1_000;

/**
 * Everybody in VAN_QUERY once. Streams in pages by key instead of through a cursor: at ten calls a second a run may take
 * hours, and a transaction that is open for hours holds up the warehouse's housekeeping. The query runs once a page.
 */
export function readPeople(session: Session, source: SourceQuery): Table<SourcePerson> {
  const sql = pageSql(source);
  return Table.fromBatches<SourcePerson>(async function* () {
    let lastKey: string | null = null;
    for (;;) {
      const answer: { rows: SourcePerson[] } = await session.execute<SourcePerson>(sql, [lastKey]);
      if (answer.rows.length > 0) yield answer.rows;
      if (answer.rows.length < PAGE_ROWS) return;
      lastKey = answer.rows.at(-1)?.person_key ?? null;
    }
  });
}

function pageSql({ sql, personColumns, findOrCreate }: SourceQuery): string {
  const names = PERSON_COLUMNS.join(', ');
  const casts = PERSON_COLUMNS.map(
    (name) => `CAST(${personColumns.includes(name) ? name : 'NULL'} AS VARCHAR(65535)) AS ${name}`,
  );
  const comparable = PERSON_COLUMNS.map((name) => `COALESCE(LOWER(TRIM(${name})), '')`);
  const keyWithoutId = findOrCreate ? `MD5(${comparable.join(' || CHR(31) || ')})` : "''";
  return `
WITH source AS (
${sql}
),
person AS (
  SELECT CAST(vanid AS BIGINT) AS vanid, ${casts.join(', ')}
  FROM source
),
keyed AS (
  SELECT vanid, ${names},
    CASE WHEN vanid IS NULL THEN ${keyWithoutId} ELSE CAST(vanid AS VARCHAR(32)) END AS person_key
  FROM person
),
numbered AS (
  SELECT vanid, ${names}, person_key,
    ROW_NUMBER() OVER (PARTITION BY person_key ORDER BY email, phone) AS occurrence,
    COUNT(*) OVER (PARTITION BY person_key) AS occurrences
  FROM keyed
)
SELECT person_key, vanid, occurrences, ${names}
FROM numbered
WHERE occurrence = 1 AND (CAST($1 AS VARCHAR(32)) IS NULL OR person_key > CAST($1 AS VARCHAR(32)))
ORDER BY person_key
LIMIT ${PAGE_ROWS}`;
}
