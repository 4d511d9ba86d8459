import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { volunteersByCity } from './readme-example.ts';

it('the example of the README runs, and prints what the README says', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'table-readme-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const signups = join(directory, 'signups.csv');
  const cities = join(directory, 'cities.csv');
  await writeFile(
    signups,
    'id,zip,hours,modified\n1,02139,2,2026-01-01\n1,02139,3,2026-01-02\n2,00100,many,2026-01-01\n3,99999,1.5,2026-01-01\n4,02139,4,2026-01-01\n',
  );
  await writeFile(cities, 'zip,city\n02139,Cambridge\n00100,Rome\n');
  const readme = await readFile(new URL('../../../lib/table/README.md', import.meta.url), 'utf8');
  const example = await readFile(new URL('./readme-example.ts', import.meta.url), 'utf8');

  const { text, rejected } = await volunteersByCity(signups, cities);

  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
  expect(readme).toContain(`\`\`\`\n${text}\n\`\`\``);
  expect(rejected).toMatchObject([{ rowNumber: 3, column: 'hours', key: '2' }]);
});
