import { EtlError } from '../errors/index.ts';
import type { CheckResult } from './job.ts';

/**
 * Looks at one thing for a job's `check`: fine when `look` returns, perhaps with a detail worth showing; otherwise the error's
 * message says what is wrong and what to do. Errors that are none of ours are thrown on.
 */
export async function checkThat(what: string, look: () => Promise<string | undefined>): Promise<CheckResult> {
  try {
    const detail = await look();
    return detail === undefined ? { what, ok: true } : { what, ok: true, detail };
  } catch (error) {
    if (!(error instanceof EtlError)) throw error;
    return { what, ok: false, problem: error.message };
  }
}
