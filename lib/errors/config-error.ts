import { EtlError } from './etl-error.ts';

/** A setting is missing or wrong, or an outside thing is not set up: a person must act, a retry cannot help. Exit code 2. */
export class ConfigError extends EtlError {
  override readonly name = 'ConfigError';
  /** Every problem found, each naming the setting and the next step. */
  readonly problems: readonly string[];

  constructor(problems: string | readonly string[], options: { readonly cause?: unknown } = {}) {
    const list = typeof problems === 'string' ? [problems] : problems;
    super(list.join('\n'), options);
    this.problems = list;
  }
}
