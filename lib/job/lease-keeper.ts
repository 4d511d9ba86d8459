import { TransientError } from '../errors/index.ts';
import type { Transaction } from '../lease/index.ts';
import { LEASE_TTL_SECONDS, type Lease, type LeaseHolder, type LeaseStore } from '../lease/index.ts';
import type { Logger } from '../logging/index.ts';

/** Three renewals may fail before the lease is lost. */
const RENEW_EVERY_MS = 15_000;

/** Another run has the lease. Not a failure of this one: it gives way, and a later run may do better. */
export class LeaseHeldError extends TransientError {
  constructor(target: string, { runId, since, renewedAt }: LeaseHolder) {
    super(
      `another run is at work on ${target}: ${runId}, since ${since.toISOString()}, last heard of at ${renewedAt.toISOString()}`,
      { facts: { target, holder: runId } },
    );
  }
}

export interface LeaseKeeperOptions {
  readonly store: LeaseStore;
  readonly target: string;
  readonly job: string;
  readonly runId: string;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Called once, when the lease is another's: the run must stop writing. */
  readonly onLost: (error: TransientError) => void;
  /** Default 15 s. */
  readonly renewEveryMs?: number;
}

/** Holds a lease: renews it in the background until it is released or lost. */
export class LeaseKeeper {
  readonly lease: Lease;
  readonly #options: LeaseKeeperOptions;
  readonly #timer: NodeJS.Timeout;
  #renewedAtMs = performance.now();
  #isRenewing = false;
  #isLost = false;

  /** @throws LeaseHeldError when another run has the lease. */
  static async acquire(options: LeaseKeeperOptions): Promise<LeaseKeeper> {
    const { store, target, job, runId, now } = options;
    const answer = await store.acquire({ job, runId, now: now(), ttlSeconds: LEASE_TTL_SECONDS });
    if ('heldBy' in answer) throw new LeaseHeldError(target, answer.heldBy);
    return new LeaseKeeper({ runId, fence: answer.fence }, options);
  }

  private constructor(lease: Lease, options: LeaseKeeperOptions) {
    this.lease = lease;
    this.#options = options;
    this.#timer = setInterval(() => this.#renew(), options.renewEveryMs ?? RENEW_EVERY_MS).unref();
  }

  /** @throws TransientError when the lease is another's by now. */
  async assertHeld(tx?: Transaction): Promise<void> {
    if (this.#isLost) throw this.#lostError();
    await this.#options.store.assertHeld(this.lease, tx);
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    if (!this.#isLost) await this.#options.store.release(this.lease);
  }

  async #renew(): Promise<void> {
    if (this.#isRenewing || this.#isLost) return;
    this.#isRenewing = true;
    const { store, now, logger } = this.#options;
    const askedAtMs = performance.now();
    try {
      if (await store.renew(this.lease, { now: now(), ttlSeconds: LEASE_TTL_SECONDS }))
        this.#renewedAtMs = askedAtMs;
      else this.#lose();
    } catch (error) {
      logger.warn({ err: error }, 'the lease could not be renewed');
      if (performance.now() - this.#renewedAtMs > LEASE_TTL_SECONDS * 1_000) this.#lose();
    } finally {
      this.#isRenewing = false;
    }
  }

  #lose(): void {
    this.#isLost = true;
    clearInterval(this.#timer);
    this.#options.onLost(this.#lostError());
  }

  #lostError(): TransientError {
    const { target } = this.#options;
    return new TransientError(`the lease of ${target} was lost: another run may be at work`, {
      facts: { target },
    });
  }
}
