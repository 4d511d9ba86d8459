import { isSystemTable, lastName, listOf, nodeOf, readTables, type Statement } from '../sql/statement.ts';
import { GUIDE, type Refusal } from './refusal.ts';

const FEATURES = `${GUIDE}/c_unsupported-postgresql-features.html`;

/** Operators of PostgreSQL's JSON and arrays. */
const JSON_OPERATORS = new Set(['->', '->>', '#>', '#>>', '@>', '<@', '@?', '@@', '?', '?|', '?&', '#-']);

export const queryRefusals: readonly Refusal[] = [
  {
    feature: 'ON CONFLICT',
    code: '42601',
    message: 'syntax error at or near "ON"',
    source: `${GUIDE}/r_INSERT_30.html`,
    example: "INSERT INTO t VALUES (1, 'a') ON CONFLICT DO NOTHING",
    applies: ({ nodes }) => nodes('OnConflictClause').length > 0,
  },
  {
    feature: 'RETURNING',
    code: '42601',
    message: 'syntax error at or near "RETURNING"',
    source: `${GUIDE}/r_INSERT_30.html`,
    example: "UPDATE t SET v = 'a' RETURNING id",
    applies: ({ nodes }) => nodes('ReturningClause').length > 0,
  },
  {
    feature: 'an alias for the target of DELETE',
    code: '42601',
    message: 'syntax error: the target of DELETE takes no alias',
    source: `${GUIDE}/r_DELETE.html`,
    example: 'DELETE FROM t AS target WHERE target.id = 1',
    applies: ({ kind, root }) =>
      kind === 'DeleteStmt' && nodeOf(nodeOf(root, 'relation'), 'alias') !== undefined,
  },
  {
    feature: 'outer joins in the FROM of UPDATE',
    code: '0A000',
    message: 'the target table must be part of an equijoin predicate',
    source: `${GUIDE}/r_UPDATE.html`,
    example: "UPDATE t SET v = 'a' FROM t AS a LEFT JOIN t AS b ON a.id = b.id WHERE t.id = a.id",
    applies: ({ kind, root }) =>
      kind === 'UpdateStmt' &&
      listOf(root, 'fromClause').some((item) => {
        const join = nodeOf(item, 'JoinExpr');
        return join !== undefined && join.jointype !== 'JOIN_INNER';
      }),
  },
  {
    feature: 'IS DISTINCT FROM',
    code: '42601',
    message: 'syntax error at or near "DISTINCT"',
    source: FEATURES,
    example: 'SELECT id FROM t WHERE id IS DISTINCT FROM 1',
    applies: ({ nodes }) =>
      nodes('A_Expr').some(({ kind }) => kind === 'AEXPR_DISTINCT' || kind === 'AEXPR_NOT_DISTINCT'),
  },
  {
    feature: 'VALUES as a table',
    code: '42601',
    message: 'syntax error at or near "VALUES"',
    source: FEATURES,
    example: 'SELECT * FROM (VALUES (1), (2)) AS numbers',
    applies: hasFreeValues,
  },
  {
    feature: 'DISTINCT ON',
    code: '0A000',
    message: 'SELECT DISTINCT ON is not supported',
    source: FEATURES,
    example: 'SELECT DISTINCT ON (id) id, v FROM t',
    applies: ({ nodes }) =>
      nodes('SelectStmt').some((select) =>
        listOf(select, 'distinctClause').some((item) => Object.keys(item).length > 0),
      ),
  },
  {
    feature: 'FOR UPDATE',
    code: '0A000',
    message: 'SELECT FOR UPDATE is not supported',
    source: FEATURES,
    example: 'SELECT id FROM t FOR UPDATE',
    applies: ({ nodes }) => nodes('LockingClause').length > 0,
  },
  {
    feature: 'LATERAL',
    code: '0A000',
    message: 'LATERAL is not supported',
    source: FEATURES,
    example: 'SELECT t.id FROM t, LATERAL (SELECT t.id AS other) AS o',
    applies: ({ nodes }) =>
      [...nodes('RangeSubselect'), ...nodes('RangeFunction')].some(({ lateral }) => lateral === true),
  },
  {
    feature: 'FILTER behind an aggregate',
    code: '42601',
    message: 'syntax error at or near "FILTER"',
    source: FEATURES,
    example: 'SELECT count(*) FILTER (WHERE id > 1) FROM t',
    applies: ({ nodes }) => nodes('FuncCall').some(({ agg_filter }) => agg_filter !== undefined),
  },
  {
    feature: 'EXCEPT ALL and INTERSECT ALL',
    code: '0A000',
    message: 'INTERSECT ALL and EXCEPT ALL are not supported',
    source: `${GUIDE}/r_UNION.html`,
    example: 'SELECT id FROM t EXCEPT ALL SELECT id FROM s',
    applies: ({ nodes }) =>
      nodes('SelectStmt').some(({ op, all }) => all === true && op !== 'SETOP_UNION' && op !== 'SETOP_NONE'),
  },
  {
    feature: 'WINDOW with a name',
    code: '42601',
    message: 'syntax error at or near "WINDOW"',
    source: `${GUIDE}/r_SELECT_synopsis.html`,
    example: 'SELECT MAX(id) OVER w FROM t WINDOW w AS (PARTITION BY v)',
    applies: ({ nodes }) => nodes('SelectStmt').some((select) => listOf(select, 'windowClause').length > 0),
  },
  {
    feature: 'what pg_type and its like lack since PostgreSQL 8.0',
    code: '42703',
    message: 'column or table of the catalog does not exist',
    source: 'https://github.com/porsager/postgres/issues/957',
    example: 'SELECT typarray FROM pg_type',
    applies: ({ nodes }) =>
      nodes('RangeVar').some(({ relname }) => relname === 'pg_enum') ||
      nodes('ColumnRef').some((column) => lastName(listOf(column, 'fields')) === 'typarray'),
  },
  {
    feature: 'TABLESAMPLE',
    code: '42601',
    message: 'syntax error at or near "TABLESAMPLE"',
    source: FEATURES,
    example: 'SELECT id FROM t TABLESAMPLE system (10)',
    applies: ({ nodes }) => nodes('RangeTableSample').length > 0,
  },
  {
    feature: 'INSERT, UPDATE or DELETE inside WITH',
    code: '0A000',
    message: 'WITH takes queries only',
    source: `${GUIDE}/r_WITH_clause.html`,
    example: 'WITH gone AS (DELETE FROM t) SELECT 1',
    applies: ({ nodes }) =>
      nodes('CommonTableExpr').some((entry) => nodeOf(nodeOf(entry, 'ctequery'), 'SelectStmt') === undefined),
  },
  {
    feature: 'WITH in front of INSERT, UPDATE or DELETE',
    code: '42601',
    message: 'syntax error: WITH stands behind INSERT INTO',
    source: `${GUIDE}/r_INSERT_30.html`,
    example: "WITH a AS (SELECT 1 AS id) INSERT INTO t SELECT id, 'x' FROM a",
    applies: ({ kind, root }) => kind === 'InsertStmt' && nodeOf(root, 'withClause') !== undefined,
  },
  {
    feature: 'arrays',
    code: '0A000',
    message: 'array types are not supported',
    source: `${GUIDE}/c_unsupported-postgresql-datatypes.html`,
    example: 'SELECT ARRAY[1, 2]',
    applies: ({ nodes }) => nodes('A_ArrayExpr').length > 0,
  },
  {
    feature: 'ANY and ALL over an array',
    code: '0A000',
    message: 'op ANY/ALL (array) is not supported',
    source: `${GUIDE}/c_unsupported-postgresql-datatypes.html`,
    example: 'SELECT id FROM t WHERE id = ANY($1)',
    values: [[1, 2]],
    applies: ({ nodes }) =>
      nodes('A_Expr').some(({ kind }) => kind === 'AEXPR_OP_ANY' || kind === 'AEXPR_OP_ALL'),
  },
  {
    feature: 'the operators of JSON',
    code: '42883',
    message: 'operator does not exist',
    source: `${GUIDE}/json-functions.html`,
    example: `SELECT '{"a": 1}'::varchar ->> 'a'`,
    applies: ({ nodes }) =>
      nodes('A_Expr').some((expression) =>
        listOf(expression, 'name').some((part) => JSON_OPERATORS.has(String(nodeOf(part, 'String')?.sval))),
      ),
  },
  {
    feature: 'tables of the system beside tables of users',
    code: '0A000',
    message: 'tables of the leader node cannot be used together with tables of users',
    source: `${GUIDE}/c_SQL_functions_leader_node_only.html`,
    example: 'SELECT t.id FROM t, pg_class',
    applies: (statement) => {
      const tables = readTables(statement).filter(() => isQuery(statement));
      return (
        tables.some(isLeaderTable) &&
        (tables.some((table) => !isSystemTable(table)) || writesTable(statement))
      );
    },
  },
  {
    feature: 'MERGE into a target with an alias',
    code: '42601',
    message: 'syntax error: the target of MERGE takes no alias',
    source: `${GUIDE}/r_MERGE.html`,
    example:
      'MERGE INTO t AS a USING s ON a.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.v)',
    applies: ({ kind, root }) =>
      kind === 'MergeStmt' && nodeOf(nodeOf(root, 'relation'), 'alias') !== undefined,
  },
  {
    feature: 'MERGE from a subquery',
    code: '0A000',
    message: 'the source of MERGE must be a table',
    source: `${GUIDE}/r_MERGE.html`,
    example:
      'MERGE INTO t USING (SELECT 1 AS id) AS s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)',
    applies: ({ kind, root }) =>
      kind === 'MergeStmt' && nodeOf(nodeOf(root, 'sourceRelation'), 'RangeVar') === undefined,
  },
  {
    feature: 'MERGE with conditions, DO NOTHING, or without both branches',
    code: '42601',
    message: 'syntax error: MERGE takes WHEN MATCHED THEN … WHEN NOT MATCHED THEN INSERT …',
    source: `${GUIDE}/r_MERGE.html`,
    example: 'MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE',
    applies: ({ kind, root }) => kind === 'MergeStmt' && !hasBothBranches(root),
  },
];

/** VALUES is allowed as what an INSERT inserts. */
function hasFreeValues({ kind, root, nodes }: Statement): boolean {
  const lists = nodes('SelectStmt').filter(({ valuesLists }) => valuesLists !== undefined);
  const own = nodeOf(nodeOf(root, 'selectStmt'), 'SelectStmt');
  return kind === 'SelectStmt' && root.valuesLists !== undefined
    ? true
    : lists.some((select) => kind !== 'InsertStmt' || select !== own);
}

function isQuery({ kind }: Statement): boolean {
  return ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'CreateTableAsStmt'].includes(kind);
}

function writesTable({ kind }: Statement): boolean {
  return kind === 'InsertStmt' || kind === 'CreateTableAsStmt';
}

/** Views of the families svv, svl, sys and stl also run on the compute nodes or may at least be joined. */
function isLeaderTable(table: Readonly<Record<string, unknown>>): boolean {
  return isSystemTable(table) && !/^(stl|stv|svl|svv|svcs|sys)_/.test(String(table.relname));
}

function hasBothBranches(root: Readonly<Record<string, unknown>>): boolean {
  const branches = listOf(root, 'mergeWhenClauses').map((item) => nodeOf(item, 'MergeWhenClause'));
  const kinds = branches.map((branch) => branch?.matchKind);
  const isPlain = branches.every(
    (branch) => branch?.condition === undefined && branch?.commandType !== 'CMD_NOTHING',
  );
  return (
    isPlain &&
    branches.length === 2 &&
    kinds.includes('MERGE_WHEN_MATCHED') &&
    kinds.includes('MERGE_WHEN_NOT_MATCHED_BY_TARGET')
  );
}
