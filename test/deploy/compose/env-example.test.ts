import { describe, expect, it } from 'vitest';
import { jobNames, variablesOf } from '../repository.ts';
import { readRepositoryFile, variablesIn } from './compose-files.ts';

const documented = [...readRepositoryFile('.env.example').matchAll(/^#([A-Z][A-Z_0-9]+)=/gm)].map(
  ([, name = '']) => name,
);

describe('.env.example', () => {
  it.each(jobNames())('documents every setting of %s', async (job) => {
    const settings = (await variablesOf(job)).filter((name) => !name.endsWith('_FILE'));

    expect(documented).toEqual(expect.arrayContaining(settings));
  });

  it('documents every variable of the compose files', () => {
    const used = [...variablesIn('docker-compose.yml'), ...variablesIn('docker-compose.secrets.yml')];

    expect(documented).toEqual(expect.arrayContaining(used));
  });

  it('documents nothing that nobody reads, and nothing twice', async () => {
    const settings = (await Promise.all(jobNames().map(variablesOf))).flat();
    const compose = ['docker-compose.yml', 'docker-compose.secrets.yml'].flatMap((file) => [
      ...variablesIn(file),
    ]);
    const known = new Set([...settings, ...compose, 'COMPOSE_FILE']);

    expect(documented.filter((name) => !known.has(name))).toEqual([]);
    expect(documented.filter((name, index) => documented.indexOf(name) !== index)).toEqual([]);
  });

  it('sets nothing by itself', () => {
    expect(
      readRepositoryFile('.env.example')
        .split('\n')
        .filter((line) => !/^(#|$)/.test(line)),
    ).toEqual([]);
  });
});
