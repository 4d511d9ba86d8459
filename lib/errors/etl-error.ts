/** A fact about a failure that a log line or an alert may show: never a secret, never personal data. */
export type Fact = string | number | boolean | null | undefined;

export interface ErrorOptions {
  readonly cause?: unknown;
  /** What the failure was about, as fields (`endpoint`, `httpStatus`, `table`, `attempt`), not only in the text. */
  readonly facts?: Readonly<Record<string, Fact>>;
}

/** The base of the four error classes; they are told apart by what happens next, see the subclasses. */
export abstract class EtlError extends Error {
  abstract override readonly name: string;
  readonly facts: Readonly<Record<string, Fact>>;

  constructor(message: string, { cause, facts = {} }: ErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.facts = facts;
  }
}
