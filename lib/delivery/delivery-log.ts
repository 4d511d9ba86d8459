import { TransientError } from '../errors/index.ts';
import { FailureGuard } from './failure-guard.ts';
import { GroupWriter } from './group-writer.ts';
import { enterOutbox, leaveOutbox, type OutboxReader, readOutbox } from './outbox.ts';
import { type Result, resultOfError } from './outcome.ts';
import { type Attempt, storeOutcomes } from './store-outcomes.ts';

/** The part of an open transaction that is needed here. */
export interface LogTransaction {
  execute(sql: string, values?: readonly unknown[]): Promise<{ readonly rowCount: number }>;
}

/** The part of a warehouse that is needed here. */
export interface LogKeeper extends OutboxReader {
  transaction<T>(
    work: (tx: LogTransaction) => Promise<T>,
    options: { readonly isRepeatable: true },
  ): Promise<T>;
}

export interface DeliveryLogOptions {
  readonly warehouse: LogKeeper;
  readonly run: { readonly runId: string; checkpoint(tx: LogTransaction): Promise<void> };
  /** The other side, as people know it: `the newsletter`. */
  readonly system: string;
  /** The table of attempts as it stands in SQL; see `storeOutcomes` for its columns. */
  readonly log: string;
  /** The run ends when a larger share of its calls fails: 0 to 1, looked at from fifty calls on. */
  readonly maxFailedShare: number;
}

/** What is attempted, as the log will have it. */
export interface Attempted {
  /** Tells this from everything else that is attempted with the same log. No personal data. */
  readonly key: string;
  /** The values of the log's own columns by name, the same names each time. */
  readonly ownColumns: Readonly<Record<string, unknown>>;
  /** Changes when anything changes that is sent. */
  readonly payloadHash: string;
  /** Counted from 1. */
  readonly attempt: number;
}

/** What the other side says when it has taken something. */
export interface Answer {
  readonly httpStatus: number;
  /** What people should know about it; no personal data. */
  readonly note?: string | undefined;
  /** Own columns of the log that only the answer tells. */
  readonly ownColumns?: Readonly<Record<string, unknown>>;
}

export interface Call {
  /** Throws what the connector throws. */
  readonly send: () => Promise<Answer>;
  /**
   * What an earlier call left behind whose end nobody knows; undefined: nothing, or not all of it, so that it is sent.
   * Without it, it is simply sent again, which must be the same as once then.
   */
  readonly findEffect?: (() => Promise<Answer | undefined>) | undefined;
}

type Entry =
  | { readonly kind: 'begun'; readonly key: string }
  | ({ readonly kind: 'ended'; readonly isKnown: boolean } & Attempted & Result);

/**
 * The log of attempts to give something to another system. Each call is in the outbox before it is made and in the log as soon
 * as it has ended, in transactions that also prove that the lease is still this run's. So a killed run leaves behind who
 * was in flight, and the next one looks what became of them before it calls again.
 */
export class DeliveryLog {
  readonly #options: DeliveryLogOptions;
  readonly #leftOver: ReadonlySet<string>;
  readonly #guard: FailureGuard;
  readonly #writer: GroupWriter<Entry>;

  private constructor(options: DeliveryLogOptions, leftOver: ReadonlySet<string>) {
    this.#options = options;
    this.#leftOver = leftOver;
    this.#guard = new FailureGuard(options.system, options.maxFailedShare);
    this.#writer = new GroupWriter((entries) => this.#store(entries));
  }

  /** Reads what earlier runs have left in the outbox. */
  static async open(options: DeliveryLogOptions): Promise<DeliveryLog> {
    return new DeliveryLog(options, await readOutbox(options.warehouse, options.log));
  }

  /**
   * Makes a call, unless an earlier one is found to have taken effect, and logs how it ended. What the other side says of this
   * one call is a result, also a refusal. Resolves when that is stored.
   *
   * @throws what `resultOfError` passes on and `FailureGuard` throws; whatever storing throws. Nothing is logged of a call whose
   *   end is no result; it stays in the outbox.
   */
  async call(attempted: Attempted, { send, findEffect }: Call): Promise<CallResult> {
    const isOpen = this.#leftOver.has(attempted.key) && findEffect !== undefined;
    const found = isOpen ? await settle(findEffect) : undefined;
    if (found !== undefined) return await this.#end(attempted, found);
    await this.#writer.write({ kind: 'begun', key: attempted.key });
    return await this.#end(attempted, await settle(send));
  }

  /** Logs that something cannot be sent, and why; no personal data. */
  async skip(attempted: Attempted, reason: string): Promise<void> {
    await this.#end(attempted, { outcome: 'skipped', errors: reason, httpStatus: null });
  }

  async #end(attempted: Attempted, result: Ended): Promise<CallResult> {
    const { isKnown = true, ownColumns, ...ended } = result;
    const columns = { ...attempted.ownColumns, ...ownColumns };
    await this.#writer.write({ kind: 'ended', isKnown, ...attempted, ...ended, ownColumns: columns });
    return { ...ended, ownColumns: columns };
  }

  async #store(entries: readonly Entry[]): Promise<void> {
    const { warehouse, run, log } = this.#options;
    const ended = entries.filter((entry) => entry.kind === 'ended');
    const begunKeys = entries.flatMap((entry) => (entry.kind === 'begun' ? [entry.key] : []));
    const endedKeys = ended.flatMap(({ isKnown, key }) => (isKnown ? [key] : []));
    const attempts = ended.map((entry): Attempt & Attempted => ({ ...entry, date: new Date() }));
    await warehouse.transaction(
      async (tx) => {
        await leaveOutbox(tx, log, endedKeys);
        await storeOutcomes(tx, log, attempts, {
          runId: run.runId,
          ownColumns: (attempt) => attempt.ownColumns,
        });
        await enterOutbox(tx, log, begunKeys, run.runId);
        await run.checkpoint(tx);
      },
      { isRepeatable: true },
    );
    for (const attempt of attempts) this.#guard.see(attempt);
  }
}

/** What became of a call, and the log's own columns as they stand now. */
export interface CallResult extends Result {
  readonly ownColumns: Readonly<Record<string, unknown>>;
}

interface Ended extends Result {
  /** False: nobody knows whether it took effect. */
  readonly isKnown?: boolean;
  readonly ownColumns?: Readonly<Record<string, unknown>>;
}

async function settle(call: () => Promise<Answer>): Promise<Ended>;
async function settle(call: () => Promise<Answer | undefined>): Promise<Ended | undefined>;
async function settle(call: () => Promise<Answer | undefined>): Promise<Ended | undefined> {
  try {
    const answer = await call();
    if (answer === undefined) return undefined;
    const { httpStatus, note = null, ownColumns = {} } = answer;
    return { outcome: 'synced', errors: note, httpStatus, ownColumns };
  } catch (error) {
    // A 429 was refused before it did anything.
    const isKnown = !(error instanceof TransientError) || error.facts.httpStatus === 429;
    return { ...resultOfError(error), isKnown };
  }
}
