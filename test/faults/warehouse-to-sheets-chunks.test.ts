import { createGoogleSheets } from '@movement-etl/lib/connectors/google-sheets';
import { type JobRun, RunCounts } from '@movement-etl/lib/job';
import { silentLogger } from '@movement-etl/lib/logging';
import { connectWarehouse, type Warehouse } from '@movement-etl/lib/warehouse';
import type { RequestInfo } from '@movement-etl/simulators';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Options, warehouseToSheets } from '../../jobs/warehouse-to-sheets/job.ts';
import { createJobStack, type JobStack } from '../support/job-stack.ts';
import { tabOf, tabsOf } from '../support/spreadsheet.ts';

const SPREADSHEET = '1SimVolunteerAttendanceRecords00000000000000';
const MODES = ['overwrite', 'append', 'merge'] as const;
/** More than one batch of rows, which is 10,000. */
const ROWS = 10_500;

type Observer = (request: RequestInfo, phase: 'before' | 'after') => 'drop' | undefined;
let observer: Observer | undefined;
let stack: JobStack;
let warehouse: Warehouse;
beforeAll(async () => {
  stack = await createJobStack({
    attendances: 1,
    migrated: true,
    onRequest: (request, phase) => observer?.(request, phase),
  });
  warehouse = await connectWarehouse({ databaseUrl: stack.env.DATABASE_URL });
});
beforeEach(() => {
  observer = undefined;
  stack.simulators.reset();
});
afterAll(async () => {
  await warehouse.close();
  await stack[Symbol.asyncDispose]();
});

/** The rows of the first day, or those of the next one: one more, and each with another date. */
function queryOf(day: 'old' | 'new'): string {
  const [rows, date] = day === 'old' ? [ROWS, '2026-01-01'] : [ROWS + 1, '2026-06-01'];
  return `SELECT n AS id, DATE '${date}' AS day, 'Person ' || n AS name FROM generate_series(1, ${rows}) AS n ORDER BY n`;
}

/** The job's work without its process, so that time need not pass and it can be killed at any request. */
async function work(mode: Options['mode'], day: 'old' | 'new', signal = new AbortController().signal) {
  const counts = new RunCounts();
  const run: JobRun = {
    runId: `run-${day}`,
    startedAt: new Date(),
    logger: silentLogger,
    signal,
    dryRun: false,
    limit: undefined,
    counts,
    step: (name, task) =>
      task({ name, logger: silentLogger, rows: 0, advance: () => undefined, expect: () => undefined }),
    checkpoint: async () => signal.throwIfAborted(),
    assertFewRejected: () => undefined,
    print: () => undefined,
    show: () => undefined,
  };
  const sheets = createGoogleSheets({
    credentials: stack.env.GOOGLE_DRIVE_CREDENTIALS ?? '',
    apiUrl: stack.simulators.url,
    logger: silentLogger,
    signal,
    clock: { wait: async () => undefined, random: () => 0 },
  });
  const queries = [{ worksheet: 'Sheet1', sql: queryOf(day), origin: 'test' }];
  const options = { spreadsheetId: SPREADSHEET, queries, mode, key: 'id', allowEmpty: false };
  await warehouseToSheets({ warehouse, sheets }, options, run);
  return { counts: counts.snapshot(), sheets };
}

/** Kills the work around its n-th request; answers whether there was one. */
async function workAndDie(mode: Options['mode'], nth: number, phase: 'before' | 'after'): Promise<boolean> {
  const kill = new AbortController();
  let count = 0;
  observer = ({ api }, at) => {
    if (api !== 'google') return undefined;
    if (at === 'before') count += 1;
    if (count !== nth || at !== phase) return undefined;
    kill.abort(new Error('killed'));
    return 'drop';
  };
  try {
    await work(mode, 'new', kill.signal);
    return false;
  } catch (error) {
    if (kill.signal.aborted) return true;
    throw error;
  } finally {
    observer = undefined;
  }
}

const rows = () => tabOf(stack.simulators, 'Sheet1').cells.slice(1);
const serial = { old: 46023, new: 46174 } as const;
const expected = (day: 'old' | 'new') =>
  Array.from({ length: day === 'old' ? ROWS : ROWS + 1 }, (_, index) => [
    index + 1,
    serial[day],
    `Person ${index + 1}`,
  ]);
/** What the tab has when the work is done: append leaves the rows that are there. */
const done = (mode: Options['mode']) =>
  mode === 'append' ? [...expected('old'), ...expected('new').slice(-1)] : expected('new');

describe.each(MODES)('%s', (mode) => {
  it.each(['before', 'after'] as const)(
    'killed %s any request takes effect and run again is as if run once',
    async (phase) => {
      for (let nth = 1; ; nth += 1) {
        stack.simulators.reset();
        await work(mode, 'old');
        if (!(await workAndDie(mode, nth, phase))) break;

        await work(mode, 'new');

        expect(rows(), `killed ${phase} request ${nth}`).toEqual(done(mode));
        expect(tabsOf(stack.simulators)).toHaveLength(1);
      }
    },
  );

  it('goes on when Google refuses every other request for its quota', async () => {
    await work(mode, 'old');
    stack.simulators.context.faults.add({
      match: { api: 'google', path: '/v4/' },
      every: 2,
      action: {
        kind: 'status',
        status: 429,
        body: { error: { code: 429, message: 'Quota exceeded', status: 'RESOURCE_EXHAUSTED' } },
      },
    });

    const { counts } = await work(mode, 'new');

    expect(rows()).toEqual(done(mode));
    expect(counts.read).toBe(counts.written + counts.skipped + counts.duplicates);
    stack.simulators.context.faults.remove();
  });

  it('writes each row once when the connection is cut after the effect', async () => {
    await work(mode, 'old');
    stack.simulators.context.faults.add({
      match: { api: 'google', path: '/v4/' },
      every: 2,
      action: { kind: 'cut', when: 'after' },
    });

    await work(mode, 'new');

    expect(rows()).toEqual(done(mode));
    stack.simulators.context.faults.remove();
  });
});

it('shows readers of an overwritten tab the old or the new rows, at every moment', async () => {
  await work('overwrite', 'old');
  const seen = new Set<string>();
  const look = () => {
    const { cells } = tabOf(stack.simulators, 'Sheet1');
    const days = new Set(cells.slice(1).map((row) => row[1]));
    seen.add(`${cells.length - 1} rows of day ${[...days].join(', ')}`);
    return undefined;
  };
  observer = look;

  await work('overwrite', 'new');
  look();

  expect([...seen]).toEqual([`${ROWS} rows of day ${serial.old}`, `${ROWS + 1} rows of day ${serial.new}`]);
});
