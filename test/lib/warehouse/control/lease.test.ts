import { TransientError } from '@movement-etl/lib/errors';
import { createWarehouseLease, type Executor, type Warehouse } from '@movement-etl/lib/warehouse';
import { describe, expect, it } from 'vitest';

const LEASE = { runId: 'run-1', fence: 3 };
const RENEW =
  'outside: UPDATE etl.job_leases SET renewed_at = GETDATE(), expires_at = DATEADD(second, 60, GETDATE()) WHERE target = $1 AND run_id = $2 AND fence = $3';

/** A Redshift of which only the statements are of interest; `isOurs`: whether the lease's row still has our number. */
function recordLease(isOurs: boolean) {
  const statements: string[] = [];
  const executor = (where: string): Executor => ({
    execute: async (sql) => {
      statements.push(`${where}: ${sql.replaceAll(/\s+/g, ' ').trim()}`);
      return { rowCount: isOurs ? 1 : 0 };
    },
  });
  // The lease uses nothing else of a warehouse to prove that it is held.
  const warehouse = { ...executor('outside'), dialect: 'redshift' } as unknown as Warehouse;
  return { lease: createWarehouseLease(warehouse, 'target'), tx: executor('inside'), statements };
}

describe('a lease on Redshift, proven inside the data transaction', () => {
  it('is renewed from outside, then locked until the commit: the transaction itself would see an old state', async () => {
    const { lease, tx, statements } = recordLease(true);

    await lease.assertHeld(LEASE, tx);

    expect(statements).toEqual([RENEW, 'inside: LOCK TABLE etl.job_leases']);
  });

  it('is not asked for again in the same transaction, which would wait for its own lock', async () => {
    const { lease, tx, statements } = recordLease(true);

    await lease.assertHeld(LEASE, tx);
    await lease.assertHeld(LEASE, tx);

    expect(statements).toHaveLength(2);
  });

  it('is lost when another has claimed it', async () => {
    const { lease, tx, statements } = recordLease(false);

    await expect(lease.assertHeld(LEASE, tx)).rejects.toBeInstanceOf(TransientError);
    expect(statements).toEqual([RENEW]);
  });
});
