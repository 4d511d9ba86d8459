import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@movement-etl/lib/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readQueries } from '../../../jobs/warehouse-to-sheets/queries.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'movement-etl-queries-'));
});
afterEach(() => rm(directory, { recursive: true }));

const read = () => readQueries({ queriesDirectory: directory, worksheet: 'Sheet1' });

describe('queries', () => {
  it('is the one that is given, for the tab that is given', async () => {
    expect(await readQueries({ sheetsQuery: 'SELECT 1', worksheet: 'Events' })).toEqual([
      { worksheet: 'Events', sql: 'SELECT 1', origin: 'SHEETS_QUERY' },
    ]);
  });

  it('are the .sql files of a folder by name, each for the tab named like it', async () => {
    await writeFile(join(directory, 'Volunteers by city.sql'), 'SELECT 2');
    await writeFile(join(directory, 'Events.SQL'), 'SELECT 1');
    await writeFile(join(directory, 'notes.txt'), 'not a query');

    expect(await read()).toEqual([
      { worksheet: 'Events', sql: 'SELECT 1', origin: 'Events.SQL' },
      { worksheet: 'Volunteers by city', sql: 'SELECT 2', origin: 'Volunteers by city.sql' },
    ]);
  });

  it('names the folder when there is nothing in it, and when there is none', async () => {
    await expect(read()).rejects.toThrow(`there is no .sql file in ${directory}`);
    const missing = readQueries({ queriesDirectory: join(directory, 'nope'), worksheet: 'Sheet1' });

    await expect(missing).rejects.toThrow(ConfigError);
  });

  it('names the files that are empty', async () => {
    await writeFile(join(directory, 'Events.sql'), ' \n');

    await expect(read()).rejects.toThrow('the file Events.sql is empty');
  });
});
