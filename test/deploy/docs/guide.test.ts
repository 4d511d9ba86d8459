import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { ENVIRONMENT_FILE, stackDirectory } from '../../../scripts/local-stack.ts';
import { root } from '../repository.ts';

it('the training guide names the files that npm run dev makes', () => {
  const guide = readFileSync(join(root, 'docs/guide/README.md'), 'utf8');
  const [, attendances] = /npm run dev -- --attendances (\d+)/.exec(guide) ?? [];

  expect(guide).toContain(`source ${relative(root, ENVIRONMENT_FILE)}\n`);
  expect(guide).toContain(`\`${relative(root, stackDirectory('dev', Number(attendances)))}\``);
});
