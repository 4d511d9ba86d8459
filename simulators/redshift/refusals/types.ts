import { lastName, listOf, type Node, nodeOf, type Statement } from '../sql/statement.ts';
import { GUIDE, type Refusal } from './refusal.ts';

const DATA_TYPES = `${GUIDE}/c_Supported_data_types.html`;
const UNSUPPORTED = `${GUIDE}/c_unsupported-postgresql-datatypes.html`;

/** Types of columns, by the names that PostgreSQL's parser gives them. */
const COLUMN_TYPES = new Set([
  'int2',
  'int4',
  'int8',
  'smallint',
  'numeric',
  'decimal',
  'float4',
  'float8',
  'bool',
  'bpchar',
  'varchar',
  'text',
  'date',
  'timestamp',
  'timestamptz',
  'time',
  'timetz',
  'super',
]);

/** Types that queries of the catalog may cast to. */
const CAST_TYPES = new Set([
  ...COLUMN_TYPES,
  'oid',
  'regclass',
  'regtype',
  'regproc',
  'name',
  'interval',
  'char',
]);

const LIMITS = [
  { type: 'varchar', max: 65_535, example: 'CREATE TABLE p (v varchar(65536))' },
  { type: 'bpchar', max: 4096, example: 'CREATE TABLE p (v char(4097))' },
  { type: 'numeric', max: 38, example: 'CREATE TABLE p (v numeric(39, 0))' },
] as const;

export const typeRefusals: readonly Refusal[] = [
  ...['json', 'jsonb', 'uuid', 'bytea', 'serial', 'bigserial', 'money', 'inet', 'xml', 'hstore'].map(
    (type): Refusal => ({
      feature: `columns of the type ${type}`,
      code: '0A000',
      message: `column "c" has unsupported type "${type}"`,
      source: UNSUPPORTED,
      example: `CREATE TABLE p (c ${type})`,
      applies: (statement) => columnTypes(statement).includes(type),
    }),
  ),
  {
    feature: 'columns of an enum or any other type',
    code: '0A000',
    message: 'a column has an unsupported type',
    source: UNSUPPORTED,
    example: 'CREATE TABLE p (c mood)',
    applies: (statement) => columnTypes(statement).some((name) => !COLUMN_TYPES.has(name)),
  },
  {
    feature: 'columns that are arrays',
    code: '0A000',
    message: 'array types are not supported',
    source: UNSUPPORTED,
    example: 'CREATE TABLE p (c integer[])',
    applies: ({ nodes }) => nodes('TypeName').some(({ arrayBounds }) => arrayBounds !== undefined),
  },
  {
    feature: 'casts to types it has not',
    code: '0A000',
    message: 'this type is not supported',
    source: UNSUPPORTED,
    example: "SELECT '{}'::jsonb",
    applies: ({ kind, nodes }) =>
      kind !== 'CreateFunctionStmt' && nodes('TypeName').some((type) => !CAST_TYPES.has(typeName(type))),
  },
  ...LIMITS.map(
    ({ type, max, example }): Refusal => ({
      feature: `${type === 'bpchar' ? 'char' : type} beyond ${max}`,
      code: '22023',
      message: `the length or precision of this type cannot exceed ${max}`,
      source: DATA_TYPES,
      example,
      applies: ({ nodes }) =>
        nodes('TypeName').some((node) => typeName(node) === type && firstModifier(node) > max),
    }),
  ),
];

function columnTypes({ nodes }: Statement): readonly string[] {
  return nodes('ColumnDef').map((column) => typeName(nodeOf(column, 'typeName') ?? {}));
}

function typeName(type: Node): string {
  return lastName(listOf(type, 'names'));
}

function firstModifier(type: Node): number {
  const [modifier] = listOf(type, 'typmods');
  return Number(nodeOf(nodeOf(modifier, 'A_Const'), 'ival')?.ival ?? 0);
}
