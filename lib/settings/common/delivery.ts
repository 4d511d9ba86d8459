import { decimal, list, yesOrNo } from '../fields.ts';

/**
 * What people can choose of a run that sends rows to another system; `deliverWithLog` takes it as it is.
 *
 * @param prefix of the variables: `AN` makes `AN_ONLY`
 * @param group the system, as people know it
 */
export function deliverySettings(prefix: string, group: string) {
  return {
    retryFailed: yesOrNo()
      .default(false)
      .meta({ env: `${prefix}_RETRY_FAILED`, flag: 'retry-failed', group })
      .describe(`Also try again what ${group} refused and what did not change since.`),
    only: list()
      .optional()
      .meta({ env: `${prefix}_ONLY`, flag: 'only', placeholder: '<ids>', group })
      .describe('Leave everybody alone but these ids, separated by commas.'),
    maxFailedShare: decimal({ min: 0, max: 1 })
      .default(0.2)
      .meta({ env: `${prefix}_MAX_FAILED_SHARE`, flag: 'max-failed-share', placeholder: '<share>', group })
      .describe('The run stops when a larger share of its calls fails: 0 to 1, looked at from 50 calls on.'),
  };
}

/** Whether a dry run looks at the other side and shows what it would change there. */
export function diffSetting(prefix: string, group: string) {
  return yesOrNo()
    .default(false)
    .meta({ env: `${prefix}_DIFF`, flag: 'diff', group })
    .describe(
      `With --dry-run: look everybody up in ${group} and show what would change, with their data; as JSON with --log-format json.`,
    );
}
