import type { Statement } from '../sql/statement.ts';
import { GUIDE, type Refusal } from './refusal.ts';

/** Parameters that Redshift has and PostgreSQL has not; what they are set to changes nothing here. */
export const REDSHIFT_ONLY_SETTINGS: ReadonlySet<string> = new Set([
  'analyze_threshold_percent',
  'cast_super_null_on_error',
  'describe_field_name_in_uppercase',
  'enable_numeric_rounding',
  'enable_result_cache_for_session',
  'enable_vacuum_boost',
  'error_on_nondeterministic_update',
  'json_serialization_enable',
  'json_serialization_parse_nested_strings',
  'max_cursor_result_set_size',
  'navigate_super_null_on_error',
  'parse_super_null_on_error',
  'query_group',
  'wlm_query_slot_count',
]);

/** Parameters that both have. */
const SHARED_SETTINGS = new Set([
  'client_encoding',
  'client_min_messages',
  'datestyle',
  'extra_float_digits',
  'search_path',
  'server_encoding',
  'server_version',
  'session_authorization',
  'statement_timeout',
  'timezone',
  'transaction_isolation',
  'transaction_read_only',
]);

/** What clients of PostgreSQL like to set, each a row of the tests. */
const MISSING = [
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'application_name',
  'synchronous_commit',
];

export const settingRefusals: readonly Refusal[] = [
  ...[...MISSING.map((name) => `SET ${name} TO 0`), 'SHOW server_version_num', 'RESET lock_timeout'].map(
    (example): Refusal => {
      const name = example.split(' ')[1] ?? '';
      return {
        feature: example,
        code: '42704',
        message: `unrecognized configuration parameter "${name}"`,
        source: `${GUIDE}/cm_chap_ConfigurationRef.html`,
        example,
        applies: (statement) => settingOf(statement) === name,
      };
    },
  ),
  {
    feature: 'any other parameter that Redshift does not document',
    code: '42704',
    message: 'unrecognized configuration parameter',
    source: `${GUIDE}/cm_chap_ConfigurationRef.html`,
    example: "SET work_mem TO '64MB'",
    applies: (statement) => {
      const name = settingOf(statement);
      return name !== undefined && !isKnownSetting(name);
    },
  },
];

/** Whether a parameter may be set or shown. */
export function isKnownSetting(name: string): boolean {
  return SHARED_SETTINGS.has(name) || name.startsWith('redshift_stand_in.');
}

function settingOf({ kind, root }: Statement): string | undefined {
  if (kind !== 'VariableSetStmt' && kind !== 'VariableShowStmt') return undefined;
  const name = typeof root.name === 'string' ? root.name.toLowerCase() : undefined;
  return name === 'all' || name === 'transaction' || name === 'session characteristics' ? undefined : name;
}
