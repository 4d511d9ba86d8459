import type { Transaction } from './transaction.ts';

/** A holder that has not renewed for this long is taken for dead, and its lease is given to the next run. */
export const LEASE_TTL_SECONDS = 60;

export interface LeaseClaim {
  readonly runId: string;
  readonly job: string;
  /** The claimant's clock, for stores that have none of their own; a database uses its own. */
  readonly now: Date;
  readonly ttlSeconds: number;
}

/** A lease that was granted. */
export interface Lease {
  readonly runId: string;
  /** Grows by every grant of this target's lease: a holder that slept past its time is told from the next one by it. */
  readonly fence: number;
}

/** Who has the lease, for the message of the run that has to give way. */
export interface LeaseHolder {
  readonly runId: string;
  readonly since: Date;
  readonly renewedAt: Date;
}

export type LeaseAnswer = { readonly fence: number } | { readonly heldBy: LeaseHolder };

/**
 * Keeps two runs from writing to one target at a time. Implemented by the warehouse (a row in etl.job_leases) and by
 * the spreadsheet (developer metadata). One store is for one target.
 */
export interface LeaseStore {
  /** Grants the lease if it is free, released, or was not renewed for `ttlSeconds`. */
  acquire(claim: LeaseClaim): Promise<LeaseAnswer>;
  /** Answers false when the lease is another's by now: the run must stop writing. */
  renew(lease: Lease, time: { readonly now: Date; readonly ttlSeconds: number }): Promise<boolean>;
  /** Frees the lease at once; does nothing when it is another's by now. */
  release(lease: Lease): Promise<void>;
  /**
   * Called inside the transaction that stores data (`tx`), or directly before an unprotected write (no `tx`).
   *
   * @throws TransientError when the lease is another's by now; the transaction then rolls back.
   */
  assertHeld(lease: Lease, tx?: Transaction): Promise<void>;
}
