import type { Statement } from '../sql/statement.ts';
import { commandRefusals } from './commands.ts';
import { functionRefusals } from './functions.ts';
import { nameRefusals } from './names.ts';
import { queryRefusals } from './queries.ts';
import type { Refusal } from './refusal.ts';
import { settingRefusals } from './settings.ts';
import { tableRefusals } from './tables.ts';
import { typeRefusals } from './types.ts';

/** All that PostgreSQL does and Redshift refuses, as far as we know; each row is tested by its own example. */
export const refusals: readonly Refusal[] = [
  ...commandRefusals,
  ...tableRefusals,
  ...functionRefusals,
  ...typeRefusals,
  ...queryRefusals,
  ...nameRefusals,
  ...settingRefusals,
];

/** The first reason to refuse a statement. */
export function findRefusal(statement: Statement): Refusal | undefined {
  return refusals.find((refusal) => refusal.applies(statement));
}
