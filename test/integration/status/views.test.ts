import { readFileSync } from 'node:fs';
import { Table } from '@movement-etl/lib/table';
import { closeAbandonedRuns, previousRun, type Session, type Warehouse } from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TARGETS, writeSimulatedWeek } from '../../../scripts/simulated-week.ts';
import { DIALECTS } from '../../support/test-database.ts';
import { createWarehousePool, type WarehousePool } from '../warehouse/warehouse-pool.ts';

const NOW = new Date('2026-11-21T07:00:00Z');
const BACKLOG = readFileSync(new URL('../../../sql/reports/backlog.sql', import.meta.url), 'utf8');

describe.each(DIALECTS)('the views of the books, on %s', (dialect) => {
  let pool: WarehousePool;
  let warehouse: Warehouse;
  beforeAll(async () => {
    pool = await createWarehousePool({ dialect });
    warehouse = await pool.connect();
    await writeSimulatedWeek(warehouse, { now: NOW });
  });
  afterAll(() => pool.drop());
  const rowsOf = async (sql: string, values?: readonly unknown[], session: Session = warehouse) =>
    (await session.execute(sql, values)).rows;

  /** What a test changes is rolled back, so that all share one week. */
  async function undone(work: (tx: Session) => Promise<void>): Promise<void> {
    const undo = new Error('undo');
    const ended = warehouse.transaction(async (tx) => {
      await work(tx);
      throw undo;
    });
    await expect(ended).rejects.toBe(undo);
  }

  it('last_runs has the last run of each job and target', async () => {
    const rows = await rowsOf('SELECT job, target, status, exit_code FROM etl.last_runs ORDER BY job');

    expect(rows).toEqual(
      [
        { job: 'mobilize-to-sheets', status: 'partial', exit_code: 3 },
        { job: 'mobilize-to-warehouse', status: 'succeeded', exit_code: 0 },
        { job: 'warehouse-to-actionnetwork', status: 'failed', exit_code: 2 },
        { job: 'warehouse-to-sheets', status: 'running', exit_code: null },
        { job: 'warehouse-transform', status: 'succeeded', exit_code: 0 },
      ].map((row) => ({ ...row, target: TARGETS[row.job as keyof typeof TARGETS] })),
    );
  });

  it('last_runs tells when the last run was done, past those that failed', async () => {
    const rows = await rowsOf(
      "SELECT last_done_at FROM etl.last_runs WHERE job = 'warehouse-to-actionnetwork'",
    );

    expect(rows).toEqual([{ last_done_at: new Date('2026-11-20T01:30:00Z') }]);
  });

  it('late_jobs says since when: 26 hours after the last run that was done', async () => {
    const rows = await rowsOf(
      'SELECT job, max_age_hours, late_after FROM etl.late_jobs WHERE late_after < $1 ORDER BY job',
      [NOW],
    );

    expect(rows).toEqual([
      { job: 'mobilize-to-sheets', max_age_hours: 26, late_after: new Date('2026-11-19T07:00:00Z') },
      { job: 'warehouse-to-actionnetwork', max_age_hours: 26, late_after: new Date('2026-11-21T03:30:00Z') },
    ]);
  });

  it('late_jobs takes the row of the job itself first; NULL there means never', () =>
    undone(async (tx) => {
      await tx.execute(
        `INSERT INTO etl.job_expectations (job, max_age_hours)
         VALUES ('mobilize-to-sheets', NULL), ('warehouse-to-actionnetwork', 48), ('warehouse-transform', 1)`,
      );

      const rows = await rowsOf('SELECT job FROM etl.late_jobs WHERE late_after < $1', [NOW], tx);

      expect(rows).toEqual([{ job: 'warehouse-transform' }]);
    }));

  it('rows_by_day adds up the runs of a day, the killed one too', async () => {
    const [row] = await rowsOf(
      `SELECT runs, runs_done, runs_failed, rows_written, longest_ms FROM etl.rows_by_day
       WHERE job = 'mobilize-to-warehouse' AND day = '2026-11-18'`,
    );

    expect(row).toMatchObject({ runs: 2, runs_done: 1, runs_failed: 1, longest_ms: 264_000 });
    expect(Number(row?.rows_written)).toBeGreaterThan(0);
  });

  it('failing_people_by_reason counts people by their last attempt only', () =>
    undone(async (tx) => {
      const sql = 'SELECT outcome, http_status, people FROM etl.failing_people_by_reason ORDER BY outcome';
      const before = await rowsOf(sql);

      await tx.execute(
        `INSERT INTO mobilize.mobilize_to_actionnetwork_log (mobilizeid, synced, date, attempt, http_status, outcome)
         SELECT mobilizeid, true, $1, 2, 200, 'synced'
         FROM mobilize.mobilize_to_actionnetwork_log WHERE outcome = 'retry'`,
        [NOW],
      );

      expect(before).toEqual([
        { outcome: 'failed', http_status: 400, people: 4 },
        { outcome: 'retry', http_status: 503, people: 3 },
        { outcome: 'skipped', http_status: null, people: 4 },
      ]);
      expect(await rowsOf(sql, [], tx)).toEqual([before[0], before[2]]);
    }));

  it('failing_people_by_reason knows EveryAction: a person once for each reason, each code by itself', () =>
    undone(async (tx) => {
      await tx.execute(
        `INSERT INTO mobilize.everyaction_log
           (vanid, source_code_id, activist_code_id, synced, errors, date, payload_hash, attempt, http_status, outcome)
         VALUES (1, 7, NULL, false, 'no such person', '2026-11-20 01:00:00+00', 'a', 1, 404, 'failed'),
                (1, NULL, 8, false, 'no such person', '2026-11-20 01:00:00+00', 'a', 1, 404, 'failed'),
                (2, 7, NULL, false, 'no such person', '2026-11-20 01:00:00+00', 'b', 1, 404, 'failed'),
                (2, 7, NULL, true, NULL, '2026-11-21 01:00:00+00', 'b', 2, 204, 'synced'),
                (NULL, NULL, NULL, false, 'not available', '2026-11-20 01:00:00+00', 'c', 1, 503, 'retry'),
                (9, NULL, NULL, true, NULL, '2026-11-21 01:00:00+00', 'c', 2, 201, 'synced')`,
      );

      const rows = await rowsOf(
        "SELECT outcome, reason, people FROM etl.failing_people_by_reason WHERE job = 'warehouse-to-everyaction'",
        [],
        tx,
      );

      expect(rows).toEqual([{ outcome: 'failed', reason: 'no such person', people: 1 }]);
    }));

  it('rejections_by_reason has those of the last runs', async () => {
    const rows = await rowsOf(
      'SELECT job, target, column_name, reason, records FROM etl.rejections_by_reason',
    );

    expect(rows).toEqual([
      {
        job: 'mobilize-to-sheets',
        target: 'Sheet1',
        column_name: 'timeslot_start_date',
        reason: 'is not a date',
        records: 3,
      },
    ]);
  });

  it('the backlog is those the next run sends, by why', () =>
    undone(async (tx) => {
      await tx.execute("UPDATE mobilize.users_to_sync SET payload_hash = 'new' WHERE mobilizeid <= 5002");

      expect(await backlog(tx)).toEqual({ new: 212, changed: 2, retry: 3, refused: 4, done: 43 });
    }));

  it('hang on no table that a run replaces or a transform makes anew', () =>
    undone(async (tx) => {
      await tx.replace(Table.fromRows([{ id: 1, user_id: 2 }]), 'mobilize.attendances');
      await tx.execute('DROP TABLE mobilize.users_to_sync');
      await tx.execute(
        `CREATE TABLE mobilize.users_to_sync AS
         SELECT user_id AS mobilizeid, CAST('h' AS varchar(64)) AS payload_hash FROM mobilize.attendances`,
      );

      expect(await backlog(tx)).toEqual({ new: 1 });
      expect(await rowsOf('SELECT job FROM etl.last_runs', [], tx)).toHaveLength(5);
    }));

  it('a killed run is written down by the next one, which then knows it as the one before', async () => {
    const run = { job: 'warehouse-to-sheets', target: TARGETS['warehouse-to-sheets'], runId: 'the-next' };

    await closeAbandonedRuns(warehouse, run);

    expect(await previousRun(warehouse, run)).toMatchObject({ status: 'killed', exitCode: undefined });
    expect(await previousRun(warehouse, { ...run, target: 'another' })).toBeUndefined();
  });

  it('the run before is told with what decides whether it was trouble', async () => {
    const job = 'mobilize-to-sheets';

    const previous = await previousRun(warehouse, { job, target: TARGETS[job], runId: 'the-next' });

    expect(previous).toMatchObject({
      status: 'partial',
      exitCode: 3,
      startedAt: new Date('2026-11-18T05:00:00Z'),
      counts: { read: 20_580, rejected: 3, failed: 0 },
    });
  });

  async function backlog(session: Session): Promise<Record<string, unknown>> {
    const rows = await session.query<{ standing: string; people: number }>(BACKLOG).toArray();
    return Object.fromEntries(rows.map(({ standing, people }) => [standing, people]));
  }
});
