import { lastName, listOf, type Node, nodeOf, type Statement } from '../sql/statement.ts';
import { GUIDE, type Refusal } from './refusal.ts';

const CREATE = `${GUIDE}/r_CREATE_TABLE_NEW.html`;
const ALTER = `${GUIDE}/r_ALTER_TABLE.html`;

/** What a LIKE may include: nothing, or DEFAULTS. */
const LIKE_OPTIONS = new Set([undefined, 0, 8]);

/** Changes of ALTER TABLE that Redshift has too. */
const KNOWN_CHANGES = new Set([
  'AT_AddColumn',
  'AT_DropColumn',
  'AT_AddConstraint',
  'AT_DropConstraint',
  'AT_AlterColumnType',
  'AT_ChangeOwner',
]);

const KNOWN_DROPS = new Set([
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_SCHEMA',
  'OBJECT_FUNCTION',
  'OBJECT_PROCEDURE',
]);

export const tableRefusals: readonly Refusal[] = [
  {
    feature: 'several changes in one ALTER TABLE',
    code: '42601',
    message: 'syntax error at or near ","',
    source: ALTER,
    example: 'ALTER TABLE t ADD COLUMN a integer, ADD COLUMN b integer',
    applies: (statement) => changesOf(statement).length > 1,
  },
  {
    feature: 'ADD COLUMN IF NOT EXISTS',
    code: '42601',
    message: 'syntax error at or near "NOT"',
    source: ALTER,
    example: 'ALTER TABLE t ADD COLUMN IF NOT EXISTS a integer',
    applies: (statement) => changesOf(statement).some(({ missing_ok }) => missing_ok === true),
  },
  {
    feature: 'ADD COLUMN with a constraint',
    code: '0A000',
    message: 'ALTER TABLE ADD COLUMN cannot add a UNIQUE, PRIMARY KEY, REFERENCES or IDENTITY column',
    source: ALTER,
    example: 'ALTER TABLE t ADD COLUMN a integer UNIQUE',
    applies: (statement) =>
      addedColumns(statement).some((column) =>
        constraintsOf(column).some(
          (kind) => kind !== 'CONSTR_NOTNULL' && kind !== 'CONSTR_DEFAULT' && kind !== 'CONSTR_NULL',
        ),
      ),
  },
  {
    feature: 'ADD COLUMN NOT NULL without a default',
    code: '0A000',
    message: 'ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression',
    source: ALTER,
    example: 'ALTER TABLE t ADD COLUMN a integer NOT NULL',
    applies: (statement) =>
      addedColumns(statement).some((column) => {
        const kinds = constraintsOf(column);
        return kinds.includes('CONSTR_NOTNULL') && !kinds.includes('CONSTR_DEFAULT');
      }),
  },
  {
    feature: 'ALTER COLUMN TYPE to another type than varchar',
    code: '0A000',
    message: 'ALTER COLUMN TYPE is only supported for the size of VARCHAR columns',
    source: ALTER,
    example: 'ALTER TABLE t ALTER COLUMN id TYPE bigint',
    applies: (statement) =>
      typeChanges(statement).some((change) => {
        const type = nodeOf(nodeOf(nodeOf(change, 'def'), 'ColumnDef'), 'typeName');
        return lastName(listOf(type, 'names')) !== 'varchar';
      }),
  },
  {
    feature: 'ALTER COLUMN TYPE inside a transaction',
    code: '25001',
    message: 'ALTER TABLE ALTER COLUMN cannot run inside a transaction block',
    source: ALTER,
    example: ['BEGIN', 'ALTER TABLE t ALTER COLUMN v TYPE varchar(40)'],
    applies: (statement) => statement.inBlock && typeChanges(statement).length > 0,
  },
  {
    feature: 'ALTER COLUMN TYPE … USING',
    code: '42601',
    message: 'syntax error at or near "USING"',
    source: ALTER,
    example: 'ALTER TABLE t ALTER COLUMN v TYPE varchar(40) USING v || v',
    applies: (statement) =>
      typeChanges(statement).some(
        (change) => nodeOf(nodeOf(change, 'def'), 'ColumnDef')?.raw_default !== undefined,
      ),
  },
  {
    feature: 'SET and DROP NOT NULL, SET DEFAULT and other changes',
    code: '0A000',
    message: 'this change of ALTER TABLE is not supported',
    source: ALTER,
    example: 'ALTER TABLE t ALTER COLUMN v SET NOT NULL',
    applies: (statement) => changesOf(statement).some(({ subtype }) => !KNOWN_CHANGES.has(String(subtype))),
  },
  {
    feature: 'RENAME of anything but tables and columns',
    code: '0A000',
    message: 'only tables and columns can be renamed',
    source: ALTER,
    example: 'ALTER TABLE t RENAME CONSTRAINT a TO b',
    applies: ({ kind, root }) =>
      kind === 'RenameStmt' &&
      ![
        'OBJECT_TABLE',
        'OBJECT_VIEW',
        'OBJECT_COLUMN',
        'OBJECT_SCHEMA',
        'OBJECT_ROLE',
        'OBJECT_DATABASE',
      ].includes(String(root.renameType)),
  },
  {
    feature: 'CHECK and EXCLUDE constraints and computed columns',
    code: '0A000',
    message: 'CHECK constraints, EXCLUDE constraints and generated columns are not supported',
    source: CREATE,
    example: 'CREATE TABLE c (id integer CHECK (id > 0))',
    applies: ({ nodes }) =>
      nodes('Constraint').some(({ contype }) =>
        ['CONSTR_CHECK', 'CONSTR_EXCLUSION', 'CONSTR_GENERATED'].includes(String(contype)),
      ),
  },
  {
    feature: 'partitioned tables',
    code: '42601',
    message: 'syntax error at or near "PARTITION"',
    source: `${GUIDE}/c_unsupported-postgresql-features.html`,
    example: 'CREATE TABLE p (id integer) PARTITION BY RANGE (id)',
    applies: ({ root }) => root.partspec !== undefined || root.partbound !== undefined,
  },
  {
    feature: 'inheritance',
    code: '0A000',
    message: 'INHERITS is not supported',
    source: `${GUIDE}/c_unsupported-postgresql-features.html`,
    example: 'CREATE TABLE p (id integer) INHERITS (t)',
    applies: ({ kind, root }) => kind === 'CreateStmt' && listOf(root, 'inhRelations').length > 0,
  },
  {
    feature: 'UNLOGGED tables',
    code: '42601',
    message: 'syntax error at or near "UNLOGGED"',
    source: CREATE,
    example: 'CREATE UNLOGGED TABLE p (id integer)',
    applies: (statement) => createdTable(statement)?.relpersistence === 'u',
  },
  {
    feature: 'ON COMMIT',
    code: '42601',
    message: 'syntax error at or near "ON"',
    source: CREATE,
    example: 'CREATE TEMPORARY TABLE p (id integer) ON COMMIT DROP',
    applies: ({ kind, root, nodes }) =>
      (kind === 'CreateStmt' && root.oncommit !== 'ONCOMMIT_NOOP') ||
      nodes('into').some(({ onCommit }) => onCommit !== undefined && onCommit !== 'ONCOMMIT_NOOP'),
  },
  {
    feature: 'LIKE with more than the defaults',
    code: '42601',
    message: 'syntax error: LIKE includes or excludes DEFAULTS only',
    source: CREATE,
    example: 'CREATE TABLE p (LIKE t INCLUDING ALL)',
    applies: ({ nodes }) =>
      nodes('TableLikeClause').some(({ options }) => !LIKE_OPTIONS.has(options as number | undefined)),
  },
  {
    feature: 'CREATE TABLE IF NOT EXISTS … AS',
    code: '42601',
    message: 'syntax error at or near "AS"',
    source: `${GUIDE}/r_CREATE_TABLE_AS.html`,
    example: 'CREATE TABLE IF NOT EXISTS p AS SELECT 1 AS id',
    applies: ({ kind, root }) => kind === 'CreateTableAsStmt' && root.if_not_exists === true,
  },
  {
    feature: 'WITH NO DATA',
    code: '42601',
    message: 'syntax error at or near "NO"',
    source: `${GUIDE}/r_CREATE_TABLE_AS.html`,
    example: 'CREATE TABLE p AS SELECT 1 AS id WITH NO DATA',
    applies: ({ nodes }) => nodes('into').some(({ skipData }) => skipData === true),
  },
  {
    feature: 'dropping what Redshift has not',
    code: '0A000',
    message: 'DROP of this kind of object is not supported',
    source: `${GUIDE}/c_unsupported-postgresql-features.html`,
    example: 'DROP INDEX i',
    applies: ({ kind, root }) => kind === 'DropStmt' && !KNOWN_DROPS.has(String(root.removeType)),
  },
];

function changesOf({ kind, root }: Statement): readonly Node[] {
  if (kind !== 'AlterTableStmt') return [];
  return listOf(root, 'cmds').map((item) => nodeOf(item, 'AlterTableCmd') ?? {});
}

function typeChanges(statement: Statement): readonly Node[] {
  return changesOf(statement).filter(({ subtype }) => subtype === 'AT_AlterColumnType');
}

function addedColumns(statement: Statement): readonly Node[] {
  return changesOf(statement)
    .filter(({ subtype }) => subtype === 'AT_AddColumn')
    .map((change) => nodeOf(nodeOf(change, 'def'), 'ColumnDef') ?? {});
}

function constraintsOf(column: Node): readonly string[] {
  return listOf(column, 'constraints').map((item) => String(nodeOf(item, 'Constraint')?.contype));
}

function createdTable({ kind, root }: Statement): Node | undefined {
  if (kind === 'CreateStmt') return nodeOf(root, 'relation');
  return kind === 'CreateTableAsStmt' ? nodeOf(nodeOf(root, 'into'), 'rel') : undefined;
}
