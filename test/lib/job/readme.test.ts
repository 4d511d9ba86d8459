import { readFileSync } from 'node:fs';
import { runJob } from '@movement-etl/lib/job';
import { describe, expect, it } from 'vitest';
import { EXIT_CODE_MEANINGS } from '../../../lib/job/exit-codes.ts';
import { job } from './example-job.ts';
import { FakeStream } from './fakes.ts';

const readme = readFileSync(new URL('../../../lib/job/README.md', import.meta.url), 'utf8');

describe('the README of lib/job', () => {
  it('shows a job that runs', async () => {
    const stdout = new FakeStream();
    const env = {
      MOBILIZE_AMERICA_API_KEY: 'k-12345',
      MOBILIZE_ORGANIZATION_ID: '1',
      TERMINATION_LOG_PATH: '/dev/null',
    };
    const source = readFileSync(new URL('example-job.ts', import.meta.url), 'utf8');

    const exitCode = await runJob(job, { argv: [], env, stdout, stderr: stdout });

    expect(exitCode).toBe(0);
    expect(stdout.lastLine.summary).toMatchObject({ status: 'succeeded', counts: { read: 2, written: 2 } });
    expect(readme).toContain(source.slice(source.indexOf('export const job')).trimEnd());
  });

  it.each(EXIT_CODE_MEANINGS)('explains exit code %s', (code, meaning) => {
    expect(readme.replaceAll(/ +/g, ' ')).toContain(`| ${code} | ${meaning} |`);
  });
});
