import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermanentError } from '@movement-etl/lib/errors';
import { Table } from '@movement-etl/lib/table';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { undeclared } from './support.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'table-spool-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

const rows = Array.from({ length: 25 }, (_, id) => ({
  id,
  at: new Date(id),
  big: BigInt(id),
  nested: { list: [id, null, 'x'] },
  ...(id % 3 === 0 ? {} : { sparse: `${id}` }),
  ...(id === 24 ? { late: true } : {}),
}));

describe('materialize', () => {
  it.each([
    ['memory', 1000],
    ['a file', 0],
    ['memory first and then a file', 10],
  ])(
    'keeps rows, types and columns in %s, and does not read the source again',
    async (_where, memoryRows) => {
      const { table, reads } = undeclared(rows);
      const convert = vi.fn((id: number) => id + 1);

      await using kept = await table.convertColumn('id', convert).materialize({ directory, memoryRows });

      const expected = rows.map((row) => ({ ...row, id: row.id + 1 }));
      expect(await kept.toArray()).toEqual(expected);
      expect(await kept.toArray()).toEqual(expected);
      expect(await kept.columns()).toEqual(['id', 'at', 'big', 'nested', 'sparse', 'late']);
      expect(reads).toHaveBeenCalledTimes(1);
      expect(convert).toHaveBeenCalledTimes(25);
    },
  );

  it('lets two reads go on at the same time', async () => {
    await using kept = await undeclared(rows).table.materialize({ directory, memoryRows: 0 });

    const [all, pairs] = await Promise.all([kept.toArray(), kept.cut('id', 'at').toArray()]);

    expect(all).toEqual(rows);
    expect(pairs).toEqual(rows.map(({ id, at }) => ({ id, at })));
  });

  it('leaves no file that anybody could find, not even while it is open', async () => {
    await using kept = await undeclared(rows).table.materialize({ directory, memoryRows: 0 });

    expect(await readdir(directory)).toEqual([]);
    expect(await kept.numRows()).toBe(25);
  });

  it('refuses reads after it was closed; closing twice is fine', async () => {
    const kept = await undeclared(rows).table.materialize({ directory, memoryRows: 0 });

    await kept.close();
    await kept.close();

    await expect(kept.toArray()).rejects.toThrow(/after it had been closed/);
  });

  it('keeps declared columns, also without rows', async () => {
    await using kept = await Table.fromRows([], { columns: ['id', 'name'] }).materialize({ directory });

    expect(await kept.columns()).toEqual(['id', 'name']);
    expect(await kept.toArray()).toEqual([]);
  });

  it('says where it cannot write', async () => {
    const missing = join(directory, 'missing');

    const materializing = undeclared(rows).table.materialize({ directory: missing, memoryRows: 0 });

    await expect(materializing).rejects.toThrow(
      `the temporary file of a table cannot be written in ${missing}`,
    );
  });

  it('refuses a cell that cannot be stored', async () => {
    const table = Table.fromRows([{ id: 1, work: () => 1 }]);

    await expect(table.materialize({ directory, memoryRows: 0 })).rejects.toThrow(PermanentError);
  });
});
