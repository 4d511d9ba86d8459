import { RejectedRowError } from '@movement-etl/lib/errors';
import { RejectedRows } from '@movement-etl/lib/table';
import {
  createRunHistory,
  createWarehouseLease,
  type FinishedRun,
  readState,
  storeRejectedRows,
  type Warehouse,
  writeState,
} from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../support/test-database.ts';
import { createWarehousePool, type WarehousePool } from './warehouse-pool.ts';

const JOB = 'mobilize-to-warehouse';

const COUNTS = {
  read: 10,
  written: 8,
  inserted: 5,
  updated: 3,
  deleted: 0,
  duplicates: 1,
  skipped: 0,
  rejected: 1,
  failed: 0,
  replacedCharacters: 2,
};

const run = (runId: string) => ({
  runId,
  job: JOB,
  version: '1.2.3',
  target: 'mobilize.attendances',
  startedAt: new Date('2026-01-31T01:00:00Z'),
});

const summary = (runId: string): FinishedRun => ({
  ...run(runId),
  status: 'failed',
  exitCode: 1,
  startedAt: '2026-01-31T01:00:00.000Z',
  finishedAt: '2026-01-31T01:00:07.500Z',
  durationMs: 7500,
  counts: COUNTS,
  error: { class: 'PermanentError', message: 'it broke' },
});

describe.each(DIALECTS)('the books of the runs, on %s', (dialect) => {
  let pool: WarehousePool;
  let warehouse: Warehouse;

  beforeAll(async () => {
    pool = await createWarehousePool({ dialect });
    warehouse = await pool.connect();
  });
  afterAll(() => pool.drop());
  beforeEach(async () => {
    await warehouse.execute(
      'DELETE FROM etl.job_runs; DELETE FROM etl.job_state; DELETE FROM etl.job_leases; DELETE FROM etl.rejected_rows',
    );
  });

  const rowOf = async (runId: string) =>
    (await warehouse.execute('SELECT * FROM etl.job_runs WHERE run_id = $1', [runId])).rows[0];

  it('keeps a state per job and name', async () => {
    await writeState(warehouse, JOB, 'updated_since', '100', 'r1');
    await writeState(warehouse, JOB, 'updated_since', '200', 'r2');
    await writeState(warehouse, 'other', 'updated_since', '1', 'r3');

    expect(await readState(warehouse, JOB, 'updated_since')).toBe('200');
    expect(await readState(warehouse, JOB, 'nothing')).toBeUndefined();
  });

  it('forgets a state with the transaction in which it was written', async () => {
    const attempt = warehouse.transaction(async (tx) => {
      await writeState(tx, JOB, 'updated_since', '300', 'r1');
      throw new Error('rolled back');
    });

    await expect(attempt).rejects.toThrow('rolled back');
    expect(await readState(warehouse, JOB, 'updated_since')).toBeUndefined();
  });

  it('records a run from its start over its checkpoint to its end', async () => {
    const history = createRunHistory(warehouse);

    await history.start(run('r1'));
    const started = await rowOf('r1');
    await warehouse.transaction((tx) => history.checkpoint(tx, { runId: 'r1', counts: COUNTS }));
    const underWay = await rowOf('r1');
    await history.finish(summary('r1'));

    expect(started).toMatchObject({ status: 'running', rows_read: null, started_at: run('r1').startedAt });
    expect(underWay).toMatchObject({ status: 'running', rows_read: 10, rows_duplicate: 1 });
    expect(await rowOf('r1')).toMatchObject({
      status: 'failed',
      exit_code: 1,
      duration_ms: 7500,
      rows_written: 8,
      characters_replaced: 2,
      error_class: 'PermanentError',
      summary: JSON.stringify(summary('r1')),
    });
  });

  it('records the end of a run that never got as far as its start', async () => {
    await createRunHistory(warehouse).finish(summary('early'));

    expect(await rowOf('early')).toMatchObject({ status: 'failed', job: JOB });
  });

  it('cuts a long message at the end of a character', async () => {
    const message = '€'.repeat(3000);

    await createRunHistory(warehouse).finish({ ...summary('long'), error: { class: 'E', message } });

    expect(await rowOf('long')).toMatchObject({ error_message: '€'.repeat(1365) });
  });

  it('marks runs as killed whose lease is over, and only those', async () => {
    const history = createRunHistory(warehouse);
    await history.start(run('dead'));
    await warehouse.execute("UPDATE etl.job_runs SET target = 'elsewhere' WHERE run_id = 'dead'");
    await history.start(run('alive'));
    await warehouse.execute("UPDATE etl.job_runs SET target = 'mobilize.attendances' WHERE run_id = 'dead'");
    await createWarehouseLease(warehouse, 'mobilize.attendances').acquire({
      runId: 'alive',
      job: JOB,
      ttlSeconds: 60,
    });

    await history.start(run('next'));

    const statuses = await Promise.all(
      ['dead', 'alive', 'next'].map(async (id) => (await rowOf(id))?.status),
    );
    expect(statuses).toEqual(['killed', 'running', 'running']);
  });

  it('stores rejected rows with key and reason', async () => {
    const rejected = new RejectedRows();
    rejected.add(new RejectedRowError({ rowNumber: 7, column: 'id', reason: 'is empty' }));
    rejected.add(new RejectedRowError({ rowNumber: 9, reason: 'x'.repeat(2000) }), '42');

    const stored = await warehouse.transaction((tx) =>
      storeRejectedRows(tx, { runId: 'r1', job: JOB, target: 'mobilize.attendances' }, rejected.rows),
    );

    const { rows } = await warehouse.execute(
      'SELECT run_id, row_number, row_key, column_name, length(reason) AS n FROM etl.rejected_rows ORDER BY 2',
    );
    expect(stored).toBe(2);
    expect(rows).toEqual([
      { run_id: 'r1', row_number: 7, row_key: null, column_name: 'id', n: 8 },
      { run_id: 'r1', row_number: 9, row_key: '42', column_name: null, n: 1024 },
    ]);
  });
});
