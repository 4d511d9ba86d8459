import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';

const WRONG = 'wrong-canary-key';

/** A key that is wrong, and the words by which the person who has to mend it finds it. */
const CASES = [
  {
    job: 'mobilize-to-warehouse',
    env: { MOBILIZE_AMERICA_API_KEY: WRONG },
    says: 'MOBILIZE_AMERICA_API_KEY',
  },
  { job: 'mobilize-to-sheets', env: { MOBILIZE_AMERICA_API_KEY: WRONG }, says: 'MOBILIZE_AMERICA_API_KEY' },
  {
    job: 'mobilize-to-warehouse',
    env: { MOBILIZE_ORGANIZATION_ID: '1299' },
    says: 'MOBILIZE_ORGANIZATION_ID',
  },
  {
    job: 'mobilize-to-sheets',
    env: { GOOGLE_DRIVE_CREDENTIALS: '{"type":"service_account"' },
    says: 'GOOGLE_DRIVE_CREDENTIALS',
  },
  {
    job: 'mobilize-to-sheets',
    env: { GOOGLE_DRIVE_CREDENTIALS: '/nowhere/key.json' },
    says: 'GOOGLE_DRIVE_CREDENTIALS',
  },
  {
    job: 'mobilize-to-sheets',
    env: { SPREADSHEET_ID: '1SimNotSharedWithTheServiceAccount0000000000' },
    says: 'share the spreadsheet with this address as Editor',
  },
  {
    job: 'mobilize-to-sheets',
    env: { SPREADSHEET_ID: '1YZr6gXmptxfzqb_t58frwNHhVu_KMTQzvMpnNUZd47I' },
    says: 'may not do this (spreadsheets.batchUpdate)',
  },
  { job: 'warehouse-to-actionnetwork', env: { AN_API_TOKEN: WRONG }, says: 'AN_API_TOKEN' },
  { job: 'warehouse-to-everyaction', env: { VAN_API_KEY: WRONG }, says: 'VAN_API_KEY' },
  { job: 'warehouse-to-everyaction', env: { VAN_DB_MODE: 'MyVoters' }, says: 'VAN_DB_MODE' },
] as const;

describe('a wrong key', () => {
  let stack: JobStack;
  beforeAll(async () => {
    stack = await createJobStack({ attendances: 8 });
    await stack.run('mobilize-to-warehouse', ['--entities', 'attendances']);
    await stack.run('warehouse-transform');
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  it.each(CASES)('ends $job with 2 and one clear line: $says', async ({ job, env, says }) => {
    const { exitCode, summary, lines, output } = await stack.run(job, [], env);

    expect(exitCode).toBe(2);
    expect(summary?.error?.message).toContain(says);
    expect(summary?.error?.message).not.toContain('\n');
    expect(lines.filter(({ level }) => level === 'error' || level === 'warn')).toHaveLength(2);
    expect(output).not.toContain(WRONG);
  });

  it.each(CASES.filter(({ says }) => !says.includes('batchUpdate')))(
    'is found by $job check: $says',
    async ({ job, env, says }) => {
      const { exitCode, output } = await stack.run(job, ['check'], env);

      expect(exitCode).toBe(2);
      expect(output).toContain(says);
      expect(output).not.toContain(WRONG);
    },
  );

  it('of Slack changes nothing about the run, which says that nobody was told', async () => {
    const env = {
      SLACK_API_WEBHOOK: `${stack.simulators.url}/services/T0/B0/${WRONG}`,
      MAX_REJECTED_SHARE: '0',
    };

    const { exitCode, output } = await stack.run('mobilize-to-warehouse', ['--full-refresh'], {
      ...env,
      MOBILIZE_ORGANIZATION_ID: '1253',
    });

    expect(exitCode).toBe(1);
    expect(output).toContain('the alert could not be sent');
    expect(output).not.toContain(WRONG);
  });
});
