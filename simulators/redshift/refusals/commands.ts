import { listOf, nodeOf } from '../sql/statement.ts';
import { GUIDE, type Refusal } from './refusal.ts';

const FEATURES = `${GUIDE}/c_unsupported-postgresql-features.html`;

/** Bits of the options of DECLARE that stand for words: BINARY, SCROLL, NO SCROLL, INSENSITIVE, ASENSITIVE, WITH HOLD. */
const CURSOR_WORDS = 0b11_1111;

/** What LOCK takes when it names no mode: ACCESS EXCLUSIVE. */
const BARE_LOCK_MODE = 8;

const MAX_FETCH_ROWS = 1000;

/** Statements as a whole that Redshift has not. */
const STATEMENTS: readonly (readonly [kind: string, feature: string, example: string])[] = [
  ['ListenStmt', 'LISTEN', 'LISTEN news'],
  ['UnlistenStmt', 'UNLISTEN', 'UNLISTEN *'],
  ['NotifyStmt', 'NOTIFY', 'NOTIFY news'],
  ['DiscardStmt', 'DISCARD', 'DISCARD ALL'],
  ['DoStmt', 'DO', 'DO $$BEGIN END$$'],
  ['IndexStmt', 'CREATE INDEX', 'CREATE INDEX i ON t (id)'],
  ['ReindexStmt', 'REINDEX', 'REINDEX TABLE t'],
  ['ClusterStmt', 'CLUSTER', 'CLUSTER t'],
  ['CreateSeqStmt', 'CREATE SEQUENCE', 'CREATE SEQUENCE s'],
  ['AlterSeqStmt', 'ALTER SEQUENCE', 'ALTER SEQUENCE s RESTART'],
  [
    'CreateTrigStmt',
    'CREATE TRIGGER',
    'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
  ],
  ['RuleStmt', 'CREATE RULE', 'CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING'],
  ['CreateExtensionStmt', 'CREATE EXTENSION', 'CREATE EXTENSION hstore'],
  ['CreateEnumStmt', 'CREATE TYPE … AS ENUM', "CREATE TYPE mood AS ENUM ('sad')"],
  ['CompositeTypeStmt', 'CREATE TYPE', 'CREATE TYPE pair AS (a integer, b integer)'],
  ['CreateDomainStmt', 'CREATE DOMAIN', 'CREATE DOMAIN d AS integer'],
  ['CreatePolicyStmt', 'CREATE POLICY', 'CREATE POLICY p ON t'],
  ['CreateTableSpaceStmt', 'CREATE TABLESPACE', "CREATE TABLESPACE x LOCATION '/tmp'"],
];

export const commandRefusals: readonly Refusal[] = [
  ...STATEMENTS.map(
    ([kind, feature, example]): Refusal => ({
      feature,
      code: '0A000',
      message: `${feature} is not supported`,
      source: FEATURES,
      example,
      applies: (statement) => statement.kind === kind,
    }),
  ),
  {
    feature: 'COPY FROM STDIN',
    code: '0A000',
    message: 'LOAD source is not supported: only S3, DynamoDB, EMR and SSH are',
    source: `${GUIDE}/r_COPY.html`,
    example: 'COPY t FROM STDIN',
    applies: ({ kind, root }) => kind === 'CopyStmt' && root.is_from === true,
  },
  {
    feature: 'COPY TO STDOUT',
    code: '0A000',
    message: 'COPY … TO is not supported: use UNLOAD',
    source: `${GUIDE}/r_COPY.html`,
    example: 'COPY t TO STDOUT',
    applies: ({ kind, root }) => kind === 'CopyStmt' && root.is_from !== true,
  },
  {
    feature: 'savepoints',
    code: '0A000',
    message: 'SQL command "SAVEPOINT" not supported',
    source: FEATURES,
    example: ['BEGIN', 'SAVEPOINT a'],
    applies: ({ kind, root }) =>
      kind === 'TransactionStmt' &&
      ['TRANS_STMT_SAVEPOINT', 'TRANS_STMT_RELEASE', 'TRANS_STMT_ROLLBACK_TO'].includes(String(root.kind)),
  },
  {
    feature: 'two-phase commits',
    code: '0A000',
    message: 'PREPARE TRANSACTION is not supported',
    source: FEATURES,
    example: "PREPARE TRANSACTION 'a'",
    applies: ({ kind, root }) => kind === 'TransactionStmt' && String(root.kind).includes('PREPARE'),
  },
  {
    feature: 'LOCK with a mode or NOWAIT',
    code: '42601',
    message: 'syntax error: LOCK takes no mode and no NOWAIT; it is always ACCESS EXCLUSIVE',
    source: `${GUIDE}/r_LOCK.html`,
    example: ['BEGIN', 'LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE'],
    applies: ({ kind, root }) =>
      kind === 'LockStmt' && (root.mode !== BARE_LOCK_MODE || root.nowait === true),
  },
  {
    feature: 'TRUNCATE of several tables or with further words',
    code: '42601',
    message: 'syntax error: TRUNCATE takes one table',
    source: `${GUIDE}/r_TRUNCATE.html`,
    example: 'TRUNCATE t CASCADE',
    applies: ({ kind, root }) =>
      kind === 'TruncateStmt' &&
      (listOf(root, 'relations').length > 1 ||
        root.restart_seqs === true ||
        root.behavior === 'DROP_CASCADE'),
  },
  {
    feature: 'cursors that scroll, hold or are declared NO SCROLL',
    code: '42601',
    message: 'syntax error: a cursor is declared as DECLARE name CURSOR FOR query',
    source: `${GUIDE}/declare.html`,
    example: ['BEGIN', 'DECLARE c NO SCROLL CURSOR FOR SELECT id FROM t'],
    applies: ({ kind, root }) => kind === 'DeclareCursorStmt' && (Number(root.options) & CURSOR_WORDS) !== 0,
  },
  {
    feature: 'a second cursor beside an open one',
    code: '0A000',
    message: 'only one cursor can be open at a time in a session',
    source: `${GUIDE}/declare.html`,
    example: ['BEGIN', 'DECLARE a CURSOR FOR SELECT id FROM t', 'DECLARE b CURSOR FOR SELECT id FROM t'],
    applies: ({ kind, hasOpenCursor }) => kind === 'DeclareCursorStmt' && hasOpenCursor,
  },
  {
    feature: 'FETCH of more than 1000 rows or of all',
    code: '0A000',
    message: `fetch size exceeds the limit of ${MAX_FETCH_ROWS} for a single node configuration`,
    source: `${GUIDE}/fetch.html`,
    example: ['BEGIN', 'DECLARE c CURSOR FOR SELECT id FROM t', 'FETCH FORWARD 1001 FROM c'],
    applies: ({ kind, root }) => kind === 'FetchStmt' && Number(root.howMany) > MAX_FETCH_ROWS,
  },
  {
    feature: 'FETCH in other directions than forward',
    code: '42601',
    message: 'syntax error: FETCH goes forward only',
    source: `${GUIDE}/fetch.html`,
    example: ['BEGIN', 'DECLARE c CURSOR FOR SELECT id FROM t', 'FETCH BACKWARD 1 FROM c'],
    applies: ({ kind, root }) => kind === 'FetchStmt' && root.direction !== 'FETCH_FORWARD',
  },
  {
    feature: 'parameters outside of SELECT, INSERT, UPDATE and DELETE',
    code: '42P02',
    message: 'there is no parameter $1',
    source: `${GUIDE}/r_PREPARE.html`,
    example: ['BEGIN', 'DECLARE c CURSOR FOR SELECT id FROM t WHERE id = $1'],
    values: [1],
    applies: ({ kind, nodes }) =>
      !['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'PrepareStmt'].includes(kind) &&
      nodes('ParamRef').length > 0,
  },
  {
    feature: 'more than 32,767 parameters',
    code: '42P02',
    message: 'there is no parameter $-32768',
    source: 'https://github.com/aws/amazon-redshift-python-driver/issues/165',
    example: `SELECT id FROM t WHERE id IN (${Array.from({ length: 32_768 }, (_, index) => `$${index + 1}`).join()})`,
    values: Array.from({ length: 32_768 }, () => 0),
    applies: ({ nodes }) => nodes('ParamRef').some(({ number }) => Number(number) > 32_767),
  },
  {
    feature: 'EXPLAIN with options',
    code: '42601',
    message: 'syntax error: EXPLAIN takes VERBOSE only',
    source: `${GUIDE}/r_EXPLAIN.html`,
    example: 'EXPLAIN ANALYZE SELECT id FROM t',
    applies: ({ kind, root }) =>
      kind === 'ExplainStmt' &&
      listOf(root, 'options').some((option) => nodeOf(option, 'DefElem')?.defname !== 'verbose'),
  },
  {
    feature: 'functions in other languages than SQL and Python',
    code: '0A000',
    message: 'functions are written in SQL or plpythonu; plpgsql is for procedures',
    source: `${GUIDE}/r_CREATE_FUNCTION.html`,
    example: 'CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS $$BEGIN RETURN 1; END$$',
    applies: ({ kind, root }) =>
      kind === 'CreateFunctionStmt' &&
      root.is_procedure !== true &&
      listOf(root, 'options').some((option) => {
        const { defname, arg } = nodeOf(option, 'DefElem') ?? {};
        return defname === 'language' && !/"sql"|"plpythonu"/i.test(JSON.stringify(arg));
      }),
  },
];
