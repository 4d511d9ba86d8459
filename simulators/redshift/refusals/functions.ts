import {
  calledFunctions,
  isSystemTable,
  lastName,
  listOf,
  readTables,
  type Statement,
} from '../sql/statement.ts';
import { GUIDE, type Refusal } from './refusal.ts';

const UNSUPPORTED = `${GUIDE}/c_unsupported-postgresql-functions.html`;
const LEADER_ONLY = `${GUIDE}/c_SQL_functions_leader_node_only.html`;

/** Functions of PostgreSQL that Redshift has not, each with a call that PostgreSQL takes. */
const MISSING: Readonly<Record<string, string>> = {
  string_agg: "string_agg(v, ',') FROM t",
  array_agg: 'array_agg(id) FROM t',
  json_agg: 'json_agg(id) FROM t',
  jsonb_agg: 'jsonb_agg(id) FROM t',
  to_json: 'to_json(1)',
  to_jsonb: 'to_jsonb(1)',
  row_to_json: 'row_to_json(t) FROM t',
  json_build_object: "json_build_object('a', 1)",
  jsonb_build_object: "jsonb_build_object('a', 1)",
  json_populate_recordset: "json_populate_recordset(null::t, '[]')",
  unnest: "unnest('{1}'::integer[])",
  string_to_array: "string_to_array('a,b', ',')",
  make_date: 'make_date(2026, 1, 31)',
  array_length: "array_length('{1}'::integer[], 1)",
  pg_advisory_lock: 'pg_advisory_lock(1)',
  pg_advisory_unlock: 'pg_advisory_unlock(1)',
  pg_advisory_xact_lock: 'pg_advisory_xact_lock(1)',
  pg_try_advisory_lock: 'pg_try_advisory_lock(1)',
  pg_try_advisory_xact_lock: 'pg_try_advisory_xact_lock(1)',
  hashtext: "hashtext('a')",
  pg_sleep: 'pg_sleep(0)',
  clock_timestamp: 'clock_timestamp()',
  statement_timestamp: 'statement_timestamp()',
  transaction_timestamp: 'transaction_timestamp()',
  format: "format('%s', 1)",
  concat_ws: "concat_ws(',', 'a', 'b')",
  quote_nullable: "quote_nullable('a')",
  regexp_matches: "regexp_matches('a', 'a')",
  regexp_split_to_table: "regexp_split_to_table('a b', ' ')",
  regexp_split_to_array: "regexp_split_to_array('a b', ' ')",
  encode: "encode('a'::varchar, 'base64')",
  gen_random_uuid: 'gen_random_uuid()',
  nextval: "nextval('s')",
  currval: "currval('s')",
  setval: "setval('s', 1)",
  lastval: 'lastval()',
  txid_current: 'txid_current()',
  to_regclass: "to_regclass('t')",
  aclexplode: 'aclexplode(relacl) FROM pg_class',
  generate_subscripts: "generate_subscripts('{1}'::integer[], 1)",
  justify_interval: "justify_interval('1 day')",
  width_bucket: 'width_bucket(1, 0, 2, 2)',
  pg_relation_size: "pg_relation_size('t')",
  pg_total_relation_size: "pg_total_relation_size('t')",
};

/** Redshift's own functions whose names begin like PostgreSQL's for JSON and arrays. */
const OWN_FUNCTIONS = new Set([
  'array_concat',
  'array_flatten',
  // AWS's own admin views use it on pg_class.relacl.
  'array_to_string',
  'json_array_length',
  'json_extract_array_element_text',
  'json_extract_path_text',
  'json_parse',
  'json_serialize',
  'json_size',
  'json_typeof',
]);

/** Functions that only the leader node has, so that they cannot be used on tables of users. */
const ON_LEADER: Readonly<Record<string, string>> = {
  now: 'now()',
  age: "age('2026-01-01'::timestamp, '2026-01-01'::timestamp)",
  generate_series: 'generate_series(1, 2)',
  version: 'version()',
  current_schema: 'current_schema()',
};

/** The same of functions without brackets, as PostgreSQL's parser names them. CURRENT_DATE is not among them. */
const LEADER_WORDS: Readonly<Record<string, string>> = {
  SVFOP_CURRENT_TIMESTAMP: 'CURRENT_TIMESTAMP',
  SVFOP_CURRENT_TIME: 'CURRENT_TIME',
  SVFOP_LOCALTIME: 'LOCALTIME',
  SVFOP_LOCALTIMESTAMP: 'LOCALTIMESTAMP',
};

const LEADER_MESSAGE =
  'Specified types or functions (one per INFO message) not supported on Redshift tables.';

export const functionRefusals: readonly Refusal[] = [
  ...Object.entries(MISSING).map(
    ([name, call]): Refusal => ({
      feature: `the function ${name}`,
      code: '42883',
      message: `function ${name} does not exist`,
      source: UNSUPPORTED,
      example: `SELECT ${call}`,
      applies: (statement) => calledFunctions(statement).includes(name),
    }),
  ),
  {
    feature: 'any other function of JSON, arrays, sequences and locks',
    code: '42883',
    message: 'function does not exist',
    source: UNSUPPORTED,
    example: "SELECT jsonb_array_elements('[]')",
    applies: (statement) =>
      calledFunctions(statement).some(
        (name) => /^(jsonb?|array|pg_(try_)?advisory|range|ts)_/.test(name) && !OWN_FUNCTIONS.has(name),
      ),
  },
  {
    feature: 'CONCAT of more than two',
    code: '42883',
    message: 'function concat takes two arguments; join more of them by ||',
    source: `${GUIDE}/r_CONCAT.html`,
    example: "SELECT CONCAT('a', 'b', 'c')",
    applies: ({ nodes }) =>
      nodes('FuncCall').some(
        (call) => lastName(listOf(call, 'funcname')) === 'concat' && listOf(call, 'args').length !== 2,
      ),
  },
  ...Object.entries(ON_LEADER).map(
    ([name, call]): Refusal => ({
      feature: `the function ${name} on tables of users`,
      code: '0A000',
      message: LEADER_MESSAGE,
      source: LEADER_ONLY,
      example: ['SELECT 1', `SELECT ${call}, id FROM t`],
      applies: (statement) => readsUserTable(statement) && calledFunctions(statement).includes(name),
    }),
  ),
  ...Object.entries(LEADER_WORDS).map(
    ([op, word]): Refusal => ({
      feature: `${word} on tables of users`,
      code: '0A000',
      message: LEADER_MESSAGE,
      source: LEADER_ONLY,
      example: [`SELECT ${word}`, `SELECT ${word}, id FROM t`],
      applies: (statement) =>
        readsUserTable(statement) && statement.nodes('SQLValueFunction').some((node) => node.op === op),
    }),
  ),
];

function readsUserTable(statement: Statement): boolean {
  return readTables(statement).some((table) => !isSystemTable(table));
}
