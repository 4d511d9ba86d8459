import { setTimeout as sleep } from 'node:timers/promises';
import type { DialectName } from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type JobEnd, runJob } from '../../support/job-process.ts';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';
import { tabsOf } from '../../support/spreadsheet.ts';

/** What each job must be told, what its key opens, and what the lease of its run is for. */
const JOBS = [
  {
    job: 'mobilize-to-sheets',
    required: [
      'MOBILIZE_AMERICA_API_KEY',
      'MOBILIZE_ORGANIZATION_ID',
      'GOOGLE_DRIVE_CREDENTIALS',
      'SPREADSHEET_ID',
    ],
    firstRequest: { api: 'mobilize' },
  },
  {
    job: 'mobilize-to-warehouse',
    required: ['MOBILIZE_AMERICA_API_KEY', 'MOBILIZE_ORGANIZATION_ID', 'DATABASE_URL'],
    firstRequest: { api: 'mobilize' },
  },
  { job: 'warehouse-transform', required: ['DATABASE_URL'], firstRequest: undefined },
  {
    job: 'warehouse-to-actionnetwork',
    required: ['AN_API_TOKEN', 'DATABASE_URL'],
    firstRequest: { api: 'actionNetwork' },
  },
  {
    job: 'warehouse-to-everyaction',
    required: ['VAN_API_KEY', 'VAN_QUERY', 'DATABASE_URL'],
    firstRequest: { api: 'everyAction' },
  },
  {
    job: 'warehouse-to-sheets',
    required: ['SHEETS_QUERY', 'GOOGLE_DRIVE_CREDENTIALS', 'SPREADSHEET_ID', 'DATABASE_URL'],
    firstRequest: { api: 'google' },
  },
] as const;

const STACK_TRACE = /\n\s+at |"stack"/;

describe.each(JOBS)('$job without any setting', ({ job, required }) => {
  it.each(['--help', '-h'])('shows every setting with %s', async (flag) => {
    const { exitCode, output } = await runJob(job, {}, [flag]);

    expect(exitCode).toBe(0);
    for (const name of [...required, '--dry-run', '--limit', 'LOG_LEVEL']) expect(output).toContain(name);
  });

  it('shows its version', async () => {
    const { exitCode, output } = await runJob(job, {}, ['--version']);

    expect(exitCode).toBe(0);
    expect(output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('refuses an unknown flag and says which one may be meant', async () => {
    const { exitCode, output } = await runJob(job, {}, ['--dry-rum']);

    expect(exitCode).toBe(2);
    expect(output).toContain('--dry-run');
    expect(output).not.toMatch(STACK_TRACE);
  });

  it.each([[[]], [['check']]])(
    'names everything that is missing at once, and ends with 2 (%j)',
    async (args) => {
      const { exitCode, output } = await runJob(job, { LOG_LEVEL: 'loud', LOG_FORMAT: 'json' }, args);

      expect(exitCode).toBe(2);
      const others = required.filter((name) => name !== 'DATABASE_URL');
      for (const name of [...others, 'LOG_LEVEL']) expect(output).toContain(name);
      expect(output).not.toMatch(STACK_TRACE);
    },
  );
});

describe.each(JOBS.filter(({ required }) => required.some((name) => name === 'DATABASE_URL')))(
  '$job and its database',
  ({ job }) => {
    let stack: JobStack;
    beforeAll(async () => {
      stack = await createStack({ attendances: 5 });
    });
    afterAll(() => stack[Symbol.asyncDispose]());

    it('names the variables when there is none', async () => {
      const { exitCode, output } = await stack.run(job, [], { DATABASE_URL: undefined });

      expect(exitCode).toBe(2);
      expect(output).toMatch(/DATABASE_URL|PGHOST/);
      expect(output).not.toMatch(STACK_TRACE);
    });

    it('ends with 75 when nobody listens there, because a later run may do better', async () => {
      const url = 'postgres://somebody:canary-password@127.0.0.1:1/warehouse?sslmode=disable';

      const { exitCode, summary, output } = await stack.run(job, [], { DATABASE_URL: url });

      expect(exitCode).toBe(75);
      expect(summary?.error?.message).toContain('cannot be reached at 127.0.0.1:1 (DATABASE_URL)');
      expect(output).not.toContain('canary-password');
    });

    it('says in one line that the password is wrong, and ends with 2', async () => {
      const url = (stack.env.DATABASE_URL ?? '').replace(/:[^:@]+@/, ':canary-password@');

      const { exitCode, summary, output } = await stack.run(job, [], { DATABASE_URL: url });

      expect(exitCode).toBe(2);
      expect(summary?.error?.message).toMatch(/refused the user or the password.*DATABASE_URL/);
      expect(output).not.toContain('canary-password');
    });

    it('works on a database without any table', async () => {
      await using empty = await createStack({ attendances: 5 });

      const { exitCode } = await empty.run(job);

      expect(exitCode).toBe(0);
    });

    it('checks a database without any table, and leaves it without', async () => {
      await using empty = await createStack({ attendances: 5 });

      const { output } = await empty.run(job, ['check']);

      expect(output).toContain('Warehouse');
      expect(await everythingIn(empty)).toMatchObject({ tables: [], schemas: [] });
    });

    it('writes nothing in a dry run before the first migration', async () => {
      await using empty = await createStack({ attendances: 5 });
      const before = await everythingIn(empty);

      const { summary } = await empty.run(job, ['--dry-run']);

      // A job that only reads the warehouse cannot go on without tables, and says so.
      if (summary?.status !== 'succeeded')
        expect(summary?.error?.message).toContain('the warehouse lacks tables');
      expect(await everythingIn(empty)).toEqual(before);
    });
  },
);

describe.each(JOBS)('$job with something to do', ({ job, firstRequest }) => {
  let stack: JobStack;
  beforeAll(async () => {
    stack = await createStack({ attendances: 8 });
    await fillWarehouse(stack);
  });
  beforeEach(() => {
    stack.simulators.context.faults.remove();
    stack.simulators.holds.release();
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  it('finds everything in order', async () => {
    const before = await everythingIn(stack);

    const { exitCode, lines } = await stack.run(job, ['check']);

    expect(exitCode).toBe(0);
    const checks = lines.filter(({ msg }) => msg === 'checked');
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.every(({ ok }) => ok)).toBe(true);
    expect(await everythingIn(stack)).toEqual(before);
  });

  it('writes nothing anywhere in a dry run, and says what it would write', async () => {
    const before = await everythingIn(stack);

    const { exitCode, summary, lines } = await stack.run(job, ['--dry-run']);

    expect(exitCode).toBe(0);
    expect(summary).toMatchObject({ dryRun: true, status: 'succeeded' });
    expect(summary?.counts.read).toBeGreaterThan(0);
    expect(lines.some(({ msg }) => /rows|would/.test(msg))).toBe(true);
    expect(await everythingIn(stack)).toEqual(before);
  });

  it('gives way with 75 to a run that holds the lease, and names it', async () => {
    await holdLease(stack, job, 'run-of-somebody-else');

    const { exitCode, summary } = await stack.run(job);

    await freeLeases(stack);
    expect(exitCode).toBe(75);
    expect(summary).toMatchObject({ status: 'held', counts: { read: 0, written: 0 } });
    expect(summary?.error?.message).toContain('run-of-somebody-else');
  });

  it('takes over from a run that died, and marks its row as killed', async () => {
    await holdLease(stack, job, 'dead-run');
    await stack.query(
      `INSERT INTO etl.job_runs (run_id, job, target, status, started_at) SELECT 'dead-run', job, target, 'running', now()
       FROM etl.job_leases WHERE run_id = 'dead-run'`,
    );
    await stack.query("UPDATE etl.job_leases SET expires_at = now() WHERE run_id = 'dead-run'");

    const { exitCode } = await stack.run(job);

    expect(exitCode).toBe(0);
    expect(await stack.query("SELECT status FROM etl.job_runs WHERE run_id = 'dead-run'")).toEqual([
      { status: 'killed' },
    ]);
  });

  it('holds its lease for at most a minute, so that a dead run does not block for longer', async () => {
    await stack.run(job);

    const [lease] = await stack.query<{ seconds: number }>(
      'SELECT max(extract(epoch FROM expires_at - renewed_at))::int AS seconds FROM etl.job_leases',
    );

    expect(lease?.seconds).toBeLessThanOrEqual(60);
  });

  it.runIf(firstRequest !== undefined)(
    'stops at SIGTERM with 143, and the next run does the work',
    async () => {
      // Whom Action Network has as they are, the sync does not ask it about.
      await stack.query("UPDATE mobilize.users_to_sync SET given_name = 'Somebody new'");
      stack.simulators.holds.add({ match: firstRequest ?? {}, nth: 1 });
      const running = stack.start(job);
      await untilHeld(stack);

      running.process.kill('SIGTERM');
      await sleep(100);
      stack.simulators.holds.release();
      const stopped = await running.end;
      const next = await stack.run(job);

      expect(stopped.exitCode).toBe(143);
      expect(stopped.summary).toMatchObject({ status: 'stopped', exitCode: 143 });
      expect(await runStatus(stack, stopped)).toBe('stopped');
      expect(next.exitCode).toBe(0);
    },
  );
});

describe('on Redshift', () => {
  let stack: JobStack;
  beforeAll(async () => {
    stack = await createStack({ attendances: 8, dialect: 'redshift' });
    await fillWarehouse(stack);
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  it.each(JOBS.filter(({ required }) => required.some((name) => name === 'DATABASE_URL')))(
    '$job finds everything in order, says what it would write, and writes nothing',
    async ({ job }) => {
      const before = await everythingIn(stack);

      const check = await stack.run(job, ['check']);
      const dryRun = await stack.run(job, ['--dry-run']);

      expect([check.exitCode, dryRun.exitCode]).toEqual([0, 0]);
      expect(dryRun.summary?.counts.read).toBeGreaterThan(0);
      expect(await everythingIn(stack)).toEqual(before);
    },
  );

  it('a run takes over from one that died, and marks its row as killed', async () => {
    await stack.query(
      `INSERT INTO etl.job_runs (run_id, job, target, status, started_at) SELECT 'dead-run', job, target, 'running', now()
       FROM etl.job_leases WHERE job = 'mobilize-to-warehouse'`,
    );
    await stack.query("UPDATE etl.job_leases SET run_id = 'dead-run' WHERE job = 'mobilize-to-warehouse'");

    const { exitCode } = await stack.run('mobilize-to-warehouse');

    expect(exitCode).toBe(0);
    expect(await stack.query("SELECT status FROM etl.job_runs WHERE run_id = 'dead-run'")).toEqual([
      { status: 'killed' },
    ]);
  });
});

/** With a query that needs no table. */
async function createStack(options: {
  readonly attendances: number;
  readonly dialect?: DialectName;
}): Promise<JobStack> {
  const stack = await createJobStack(options);
  stack.env.SHEETS_QUERY = 'SELECT 1 AS one, CURRENT_DATE AS day';
  return stack;
}

/** Everything that a run could have written to, whether or not its tables are there. */
async function everythingIn(stack: JobStack) {
  const tables = await stack.query<{ name: string }>(`
    SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`);
  const schemas = await stack.query("SELECT nspname FROM pg_namespace WHERE nspname IN ('etl', 'mobilize')");
  const rows: unknown[] = [];
  for (const { name } of tables) rows.push(await stack.query(`SELECT * FROM ${name} ORDER BY 1, 2`));
  const { google, actionNetwork, everyAction, slack } = stack.simulators;
  const revisions = [...google.state.spreadsheets.values()].map(({ revision }) => revision);
  const group = actionNetwork.group.snapshot();
  return {
    tables,
    schemas,
    rows,
    revisions,
    tabs: tabsOf(stack.simulators),
    group,
    committee: everyAction.committee.snapshot(),
    messages: [...slack.messages],
  };
}

/** So that every job has something to do. */
async function fillWarehouse(stack: JobStack): Promise<void> {
  await stack.run('mobilize-to-warehouse');
  await stack.run('warehouse-transform');
  await stack.query('DELETE FROM mobilize.users_to_sync WHERE mobilizeid > 1003');
}

/** As a run of the job that is at work holds it; the job's own first run names the target. */
async function holdLease(stack: JobStack, job: string, runId: string): Promise<void> {
  const [known] = await stack.query('SELECT target FROM etl.job_leases WHERE job = $1', [job]);
  if (known === undefined) await stack.run(job);
  await stack.query(
    "UPDATE etl.job_leases SET run_id = $2, expires_at = now() + interval '1 minute' WHERE job = $1",
    [job, runId],
  );
}

async function freeLeases(stack: JobStack): Promise<void> {
  await stack.query('UPDATE etl.job_leases SET expires_at = now()');
}

async function untilHeld({ simulators }: JobStack): Promise<void> {
  while (simulators.holds.all().every(({ waiting }) => waiting.length === 0)) await sleep(10);
}

async function runStatus(stack: JobStack, { summary }: JobEnd): Promise<unknown> {
  const [row] = await stack.query('SELECT status FROM etl.job_runs WHERE run_id = $1', [summary?.runId]);
  return row?.status;
}
