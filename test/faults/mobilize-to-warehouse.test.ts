import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../support/job-stack.ts';
import {
  countStatements,
  killAtRequest,
  killAtStatement,
  killPoints,
  letLeasesExpire,
  runStatuses,
} from '../support/kill-job.ts';

const JOB = 'mobilize-to-warehouse';
const PHASES = ['before', 'after'] as const;
const TABLES = ['attendances', 'events', 'people', 'organizations'] as const;

/** A day after a first load, so that a run has rows to insert, to update and to leave alone. */
let stack: JobStack;
beforeAll(async () => {
  stack = await createJobStack({ attendances: 20, migrated: true });
  stack.simulators.mobilize.knobs.turn({ maxPerPage: 10 });
  await stack.run(JOB);
  await stack.control('mobilize/advance', { days: 1 });
  await stack.query('CREATE SCHEMA yesterday');
  for (const table of TABLES) await stack.query(`CREATE TABLE yesterday.${table} AS TABLE mobilize.${table}`);
  await stack.query('CREATE TABLE yesterday.job_state AS TABLE etl.job_state');
});
afterAll(() => stack[Symbol.asyncDispose]());
beforeEach(goBackToYesterday);

async function goBackToYesterday(): Promise<void> {
  for (const table of [...TABLES.map((name) => `mobilize.${name}`), 'etl.job_state']) {
    await stack.query(`DELETE FROM ${table}`);
    await stack.query(`INSERT INTO ${table} SELECT * FROM yesterday.${table.split('.')[1]}`);
  }
  await stack.query('DELETE FROM etl.job_runs');
}

/** What must be the same, whatever happened on the way; tables that a run made for itself must be gone. */
async function contents(): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const table of TABLES)
    found[table] = await stack.query(`SELECT * FROM mobilize.${table} ORDER BY 1, 2, 3`);
  found.watermarks = await stack.query('SELECT job, name, value FROM etl.job_state ORDER BY 1, 2');
  found.leftOver = await stack.query(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND (relname LIKE '%\\_\\_%' OR relname LIKE 'etl\\_stage%')",
  );
  return found;
}

describe.each([
  { kind: 'an incremental run', args: [] },
  { kind: 'a full refresh', args: ['--full-refresh'] },
])('$kind that is killed', ({ args }) => {
  const start = (env = {}) => stack.start(JOB, args, env);
  let undisturbed: Record<string, unknown>;
  let yesterday: Record<string, unknown>;
  beforeAll(async () => {
    await goBackToYesterday();
    yesterday = await contents();
    await start().end;
    undisturbed = await contents();
  });

  async function expectMadeGood(): Promise<void> {
    await letLeasesExpire(stack);
    const { exitCode } = await start().end;

    expect(exitCode).toBe(0);
    expect(await contents()).toEqual(undisturbed);
    expect((await runStatuses(stack)).filter((status) => status !== 'killed')).toEqual(['succeeded']);
  }

  const pages = [1, 2, 4, 6].flatMap((nth) => PHASES.map((phase) => ({ nth, phase })));
  it.each(pages)('$phase page $nth: the next run makes it good', async ({ nth, phase }) => {
    const isKilled = await killAtRequest(stack, start, { match: { api: 'mobilize' }, nth, phase });
    const left = await contents();

    expect(isKilled || nth > 4).toBe(true);
    // The list that was being read is as it was.
    if (nth === 1) expect(left).toEqual(yesterday);
    await expectMadeGood();
  });

  it('around a statement to the database: the next run makes it good', async () => {
    const statements = await countStatements(stack, start);

    expect(statements).toBeGreaterThan(50);
    for (const nth of killPoints(statements, 23)) {
      for (const phase of PHASES) {
        await goBackToYesterday();
        expect(await killAtStatement(stack, start, { nth, phase })).toBe(true);
        await expectMadeGood();
      }
    }
  });
});

it('a connection to the database that is lost ends the run with 75, and the next run makes it good', async () => {
  await stack.run(JOB);
  const undisturbed = await contents();
  await goBackToYesterday();
  stack.simulators.holds.add({ match: { api: 'mobilize' }, nth: 2 });
  const running = stack.start(JOB);
  while (stack.simulators.holds.all().some(({ waiting }) => waiting.length === 0)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }

  await stack.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  stack.simulators.holds.release();
  const lost = await running.end;
  await letLeasesExpire(stack);
  const again = await stack.run(JOB);

  expect(lost.exitCode).toBe(75);
  expect(again.exitCode).toBe(0);
  expect(await contents()).toEqual(undisturbed);
});
