import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobEnd } from '../../support/job-process.ts';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';

/** Every value of the simulators' data that is personal, and every key, must stay where it belongs. */
describe('personal data and keys', () => {
  let stack: JobStack;
  const ends: JobEnd[] = [];
  const run = async (job: string, args: readonly string[] = [], env = {}) => {
    for (const LOG_FORMAT of ['json', 'pretty'])
      ends.push(await stack.run(job, args, { LOG_LEVEL: 'trace', LOG_FORMAT, ...env }));
  };

  beforeAll(async () => {
    stack = await createJobStack({ attendances: 54 });
    const { attendances } = stack.simulators.mobilize.world;
    const { id: _, ...row } = attendances.row(0);
    attendances.addPosted({
      ...row,
      status: 'S'.repeat(65),
      person: { ...row.person, given_name: 'n'.repeat(50_001) },
    });

    for (const args of [[], ['--full-refresh'], ['--dry-run'], ['check'], ['--max-rejected-share', '0']])
      await run('mobilize-to-warehouse', args);
    for (const args of [[], ['--mode', 'merge'], ['--dry-run'], ['check']])
      await run('mobilize-to-sheets', args);
    await run('mobilize-to-sheets', [], { SPREADSHEET_ID: '1SimNotSharedWithTheServiceAccount0000000000' });
    await run('warehouse-transform');
    await stack.query(
      'DELETE FROM mobilize.users_to_sync WHERE mobilizeid NOT IN (SELECT user_id FROM mobilize.attendances WHERE id IN (46273, 46274, 46275, 900039, 900040))',
    );
    spoilPeople(stack);
    for (const args of [['--dry-run'], [], ['--retry-failed']])
      await run('warehouse-to-actionnetwork', args, { AN_CONCURRENCY: '1' });
    await run('warehouse-to-actionnetwork', [], { AN_API_TOKEN: 'canary-token' });
  }, 180_000);
  afterAll(() => stack[Symbol.asyncDispose]());

  it('occur in no line that a job writes', () => {
    const output = ends.map((end) => end.output).join('\n');

    expect(ends.some(({ exitCode }) => exitCode !== 0)).toBe(true);
    expect(occurring(secretsOf(stack), output)).toEqual([]);
  });

  it('occur in no table of the bookkeeping, and not in the reasons in the log of people', async () => {
    const kept: unknown[] = [];
    for (const table of ['job_runs', 'job_state', 'job_leases', 'rejected_rows', 'schema_migrations'])
      kept.push(await stack.query(`SELECT * FROM etl.${table}`));
    const reasons = await stack.query(
      'SELECT errors FROM mobilize.mobilize_to_actionnetwork_log WHERE errors IS NOT NULL',
    );

    expect(reasons.length).toBeGreaterThan(0);
    expect(occurring(secretsOf(stack), JSON.stringify([kept, reasons]))).toEqual([]);
  });

  it('occur in no message to Slack', () => {
    const { messages } = stack.simulators.slack;

    expect(messages.length).toBeGreaterThan(0);
    expect(occurring(secretsOf(stack), JSON.stringify(messages))).toEqual([]);
  });
});

describe('keys of Redshift and S3, and rows that COPY refuses', () => {
  let stack: JobStack;
  const ends: JobEnd[] = [];
  const load = async (env: Record<string, string | undefined> = {}) => {
    const trace = { LOG_LEVEL: 'trace', AWS_SESSION_TOKEN: 'canary-session-token', ...env };
    ends.push(
      await stack.run('mobilize-to-warehouse', ['--full-refresh', '--entities', 'attendances'], trace),
    );
  };

  beforeAll(async () => {
    stack = await createJobStack({ attendances: 20, dialect: 'redshift' });
    await load();
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = stack.env;
    stack.database.redshift?.faults.failNextCopy(
      `could not read with ${AWS_ACCESS_KEY_ID} ${AWS_SECRET_ACCESS_KEY} canary-session-token`,
    );
    await load();
    await load({ AWS_SECRET_ACCESS_KEY: 'wrong-canary-secret' });
    await load({
      DATABASE_URL: (stack.env.DATABASE_URL ?? '').replace(/:[^:@]+@/, ':wrong-canary-password@'),
    });
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  it('occur in no line, no table of the bookkeeping and no message', async () => {
    const kept = [await stack.query('SELECT * FROM etl.job_runs'), stack.simulators.slack.messages];
    const said = [...ends.map(({ output }) => output), JSON.stringify(kept)].join('\n');
    const keys = [
      stack.env.AWS_SECRET_ACCESS_KEY ?? '',
      ...['canary-session-token', 'wrong-canary-secret', 'wrong-canary-password'],
    ];

    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 1, 2, 2]);
    expect(occurring([...secretsOf(stack), ...keys], said)).toEqual([]);
  });
});

/** Action Network repeats what it was sent in some refusals. */
function spoilPeople({ simulators: { context } }: JobStack): void {
  const match = { api: 'actionNetwork', method: 'POST', path: '/api/v2/people' } as const;
  const body = {
    error: 'lslainey0@example.org with 3271326753 and the key simulated-action-network-token is refused',
  };
  context.faults.add({ match, nth: 1, action: { kind: 'status', status: 400, body } });
  context.faults.add({ match, nth: 2, action: { kind: 'status', status: 500, body } });
  context.faults.add({ match, nth: 3, action: { kind: 'html', status: 502 } });
}

function secretsOf({ env, simulators }: JobStack): string[] {
  const { world } = simulators.mobilize;
  const personal = new Set<string>();
  for (let position = 0; position < world.attendances.length; position++) {
    const { person } = world.attendances.row(position);
    for (const { address } of person.email_addresses ?? []) personal.add(address.trim());
    for (const { number } of person.phone_numbers ?? []) personal.add(number);
    if ((person.family_name ?? '').length > 6) personal.add(person.family_name ?? '');
  }
  const key = JSON.parse(env.GOOGLE_DRIVE_CREDENTIALS ?? '{}') as Record<string, string>;
  const secrets = [
    env.MOBILIZE_AMERICA_API_KEY,
    env.AN_API_TOKEN,
    'canary-token',
    'simulated-webhook-secret',
    new URL(env.DATABASE_URL ?? '').password,
    key.private_key?.split('\n')[1],
  ];
  return [...personal, ...secrets.map((secret) => secret ?? '')].filter((text) => text.length > 3);
}

function occurring(secrets: readonly string[], text: string): string[] {
  return secrets.filter((secret) => text.includes(secret));
}
