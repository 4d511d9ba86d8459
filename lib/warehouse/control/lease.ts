import { TransientError } from '../../errors/index.ts';
import { LEASE_TTL_SECONDS, type Lease, type LeaseAnswer, type LeaseClaim } from '../../lease/index.ts';
import { dialects } from '../dialects.ts';
import type { Executor, Session, Warehouse } from '../warehouse.ts';

/** As any store of leases, but without a claimant's clock: the time that counts is the database's. */
export interface WarehouseLease {
  /** Grants the lease if nobody has it, it was released, or its time is over by the database's clock. */
  acquire(claim: Omit<LeaseClaim, 'now'>): Promise<LeaseAnswer>;
  /** Prolongs it; answers false when it is another's by now. */
  renew(lease: Lease, time: { readonly ttlSeconds: number }): Promise<boolean>;
  /** Frees it at once; does nothing when it is another's by now. */
  release(lease: Lease): Promise<void>;
  /**
   * Inside the data transaction, as the last thing before the commit: proves that the lease is still ours, and keeps it
   * so until the transaction ends, for a claimant has to wait for it.
   *
   * @throws TransientError when it is another's by now.
   */
  assertHeld(lease: Lease, tx?: Executor): Promise<void>;
}

/** Redshift folds names to lower case, those of results too. */
interface LeaseRow {
  readonly run_id: string;
  readonly fence: number;
  readonly acquired_at: Date;
  readonly renewed_at: Date;
  readonly is_expired: boolean;
}

/**
 * The lease on a target, kept as a row in etl.job_leases: whoever finds it free and writes the next fence has it. The
 * whole table is locked for that moment, which is what both databases can do. Time is the database's alone.
 */
export function createWarehouseLease(warehouse: Warehouse, target: string): WarehouseLease {
  const { beginsLate, clock, secondsFromNow } = dialects[warehouse.dialect];
  const lockedIn = new WeakSet<Executor>();

  async function find(tx: Session): Promise<LeaseRow | undefined> {
    const { rows } = await tx.execute<LeaseRow>(
      `SELECT run_id, fence, acquired_at, renewed_at,
         CASE WHEN expires_at <= ${clock} THEN true ELSE false END AS is_expired
       FROM etl.job_leases WHERE target = $1`,
      [target],
    );
    return rows[0];
  }

  async function acquire({ runId, job, ttlSeconds }: Omit<LeaseClaim, 'now'>): Promise<LeaseAnswer> {
    const grant = async (tx: Session): Promise<LeaseAnswer> => {
      await tx.execute('LOCK TABLE etl.job_leases');
      const current = await find(tx);
      if (current === undefined) {
        await tx.execute(
          `INSERT INTO etl.job_leases (target, job, run_id, fence, acquired_at, renewed_at, expires_at)
           VALUES ($1, $2, $3, 1, ${clock}, ${clock}, ${secondsFromNow(ttlSeconds)})`,
          [target, job, runId],
        );
        return { fence: 1 };
      }
      if (!current.is_expired && current.run_id !== runId) {
        const { run_id: holder, acquired_at: since, renewed_at: renewedAt } = current;
        return { heldBy: { runId: holder, since, renewedAt } };
      }
      const fence = current.fence + 1;
      await tx.execute(
        `UPDATE etl.job_leases SET job = $2, run_id = $3, fence = $4,
           acquired_at = ${clock}, renewed_at = ${clock}, expires_at = ${secondsFromNow(ttlSeconds)}
         WHERE target = $1`,
        [target, job, runId, fence],
      );
      return { fence };
    };
    return await warehouse.transaction(grant, { isRepeatable: true });
  }

  /** Whether the row still has our fence; a time that is over does no harm as long as nobody has claimed it. */
  async function touch(session: Executor, { runId, fence }: Lease, assignments: string): Promise<boolean> {
    const { rowCount } = await session.execute(
      `UPDATE etl.job_leases SET ${assignments} WHERE target = $1 AND run_id = $2 AND fence = $3`,
      [target, runId, fence],
    );
    return rowCount > 0;
  }

  function renew(lease: Lease, ttlSeconds: number): Promise<boolean> {
    return touch(warehouse, lease, `renewed_at = ${clock}, expires_at = ${secondsFromNow(ttlSeconds)}`);
  }

  /**
   * For a transaction that sees the state of its beginning to its end: it would not see that another has claimed the
   * lease, and it would collide with our own renewals if it wrote the row. So the lease is renewed from outside, and
   * before its time is over the table is locked against claimants until the commit.
   */
  async function holdByLock(lease: Lease, tx: Executor): Promise<boolean> {
    if (lockedIn.has(tx)) return true;
    const askedAtMs = performance.now();
    if (!(await renew(lease, LEASE_TTL_SECONDS))) return false;
    await tx.execute('LOCK TABLE etl.job_leases');
    if (performance.now() - askedAtMs >= LEASE_TTL_SECONDS * 1000) return false;
    lockedIn.add(tx);
    return true;
  }

  return {
    acquire,
    renew: (lease, { ttlSeconds }) => renew(lease, ttlSeconds),
    release: async (lease) => {
      await touch(warehouse, lease, `expires_at = ${clock}`);
    },
    assertHeld: async (lease, tx = warehouse) => {
      const isHeld =
        beginsLate && tx !== warehouse
          ? await holdByLock(lease, tx)
          : await touch(tx, lease, `renewed_at = ${clock}`);
      if (isHeld) return;
      throw new TransientError('the lease was lost: another run has taken over', { facts: { target } });
    },
  };
}
