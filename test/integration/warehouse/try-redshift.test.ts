import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ dialect: 'redshift' });
});
afterAll(() => database.drop());

it('what scripts/try-redshift.ts expects of a cluster, the stand-in does too', async () => {
  const script = join(import.meta.dirname, '../../../scripts/try-redshift.ts');
  const child = spawn(process.execPath, [script], {
    cwd: '/tmp',
    env: { PATH: process.env.PATH, ...database.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  const [exitCode] = await once(child, 'close');

  expect(output).not.toContain('differs');
  expect(output.match(/^ok {7}/gm)).toHaveLength(10);
  expect(exitCode).toBe(0);
});
