import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readGuide } from '../../support/guide.ts';
import { type Reply, startHttpServer, type TestHttpServer } from '../../support/http-server.ts';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';

const folder = join(import.meta.dirname, '../../../docs/write-a-job');
const JOB = '../docs/write-a-job';

let stack: JobStack;
let newsletter: TestHttpServer;
let answer: (path: string) => Reply | Promise<Reply>;
const env = () => ({ NEWSLETTER_TOKEN: 'newsletter-canary', NEWSLETTER_API_URL: newsletter.url });
const run = (args: readonly string[] = []) => stack.run(JOB, args, env());
const sent = () => newsletter.requests.map(({ path }) => path);
const log = () =>
  stack.query(
    'SELECT user_id::int AS id, outcome, attempt FROM mobilize.newsletter_log ORDER BY user_id, attempt',
  );

describe('the job of docs/write-a-job.md', () => {
  beforeEach(async () => {
    stack = await createJobStack({ attendances: 1, migrated: true });
    answer = () => ({ status: 204 });
    newsletter = await startHttpServer(({ path }) => answer(path));
    for (const id of [1, 2, 3, 4, 5]) {
      await stack.query(
        "INSERT INTO mobilize.attendances (id, user_id, email_address, given_name, status) VALUES ($1, $1, $2, 'Lou', 'REGISTERED')",
        [id, `person.${id}@example.org`],
      );
    }
  });
  afterEach(async () => {
    await newsletter.close();
    await stack[Symbol.asyncDispose]();
  });

  it('sends everybody once, however often it runs, and again when their data change', async () => {
    const first = await run();
    const second = await run();
    await stack.query("UPDATE mobilize.attendances SET given_name = 'Louise' WHERE id = 3");
    const third = await run();

    expect([first.exitCode, second.exitCode, third.exitCode]).toEqual([0, 0, 0]);
    expect(first.summary?.counts).toMatchObject({ read: 5, written: 5 });
    expect(second.summary?.counts).toMatchObject({ read: 5, written: 0, skipped: 5 });
    expect(third.summary?.counts).toMatchObject({ written: 1, skipped: 4 });
    expect(sent()).toHaveLength(6);
    expect(sent().at(-1)).toBe('/subscribers/3');
  });

  it('logs a refusal, leaves it alone, and tries it again when told so', async () => {
    answer = (path) => ({ status: path.endsWith('/2') ? 422 : 204 });

    const first = await run();
    const second = await run();
    answer = () => ({ status: 204 });
    const told = await run(['--retry-failed']);

    expect([first.exitCode, second.exitCode, told.exitCode]).toEqual([3, 0, 0]);
    expect(await log()).toContainEqual({ id: 2, outcome: 'failed', attempt: 1 });
    expect(await log()).toContainEqual({ id: 2, outcome: 'synced', attempt: 2 });
    expect(first.output + told.output).not.toContain('newsletter-canary');
  });

  it('forgets nobody who was sent when it is killed', async () => {
    let held: (() => void) | undefined;
    answer = (path) =>
      path.endsWith('/5')
        ? new Promise<Reply>((resolve) => {
            held = () => resolve({ status: 204 });
          })
        : { status: 204 };
    const running = stack.start(JOB, [], env());
    while (held === undefined || (await log()).length < 4) await new Promise((next) => setTimeout(next, 20));

    running.process.kill('SIGKILL');
    await running.end;
    held();
    await stack.query('UPDATE etl.job_leases SET expires_at = now()');
    answer = () => ({ status: 204 });
    const next = await run();

    expect(next.exitCode).toBe(0);
    expect(next.summary?.counts).toMatchObject({ read: 5, written: 1, skipped: 4 });
    expect(await log()).toHaveLength(5);
  });

  it('writes nothing in a dry run, and checks what it needs', async () => {
    await run(['--limit', '1']);

    const dryRun = await run(['--dry-run']);
    const check = await run(['check']);

    expect([dryRun.exitCode, check.exitCode]).toEqual([0, 0]);
    expect(dryRun.output).toContain('would send 2');
    expect(check.output).toContain('5 people');
    expect(sent()).toEqual(['/subscribers/1']);
  });
});

describe('docs/write-a-job.md', () => {
  it.each(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|sql)$/.test(name)),
  )('shows %s as it is', (name) => {
    expect(readGuide('docs/write-a-job.md')).toContain(readFileSync(join(folder, name), 'utf8').trimEnd());
  });
});
