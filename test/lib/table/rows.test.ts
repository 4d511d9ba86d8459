import { PermanentError } from '@movement-etl/lib/errors';
import { Table } from '@movement-etl/lib/table';
import { describe, expect, it, vi } from 'vitest';
import { undeclared } from './support.ts';

const numbers = Array.from({ length: 10 }, (_, id) => ({ id }));

describe('selectRows', () => {
  it('keeps rows by content and number', async () => {
    const table = undeclared(numbers).table.selectRows((row, rowNumber) => row.id > 3 && rowNumber < 8);

    expect(await table.column('id')).toEqual([4, 5, 6]);
  });
});

describe('head and tail', () => {
  it.each([
    [0, [], []],
    [3, [0, 1, 2], [7, 8, 9]],
    [99, numbers.map((row) => row.id), numbers.map((row) => row.id)],
  ])('give %i rows from either end', async (rowCount, first, last) => {
    const { table } = undeclared(numbers);

    expect(await table.head(rowCount).column('id')).toEqual(first);
    expect(await table.tail(rowCount).column('id')).toEqual(last);
  });

  it('tail holds only the end of a long table', async () => {
    const table = Table.fromIterable(() => Array.from({ length: 25_000 }, (_, id) => ({ id })));

    expect(await table.tail(2).column('id')).toEqual([24_998, 24_999]);
  });

  it.each([-1, 1.5, Number.NaN])('refuse %d rows', (rowCount) => {
    expect(() => undeclared(numbers).table.head(rowCount)).toThrow(PermanentError);
    expect(() => undeclared(numbers).table.tail(rowCount)).toThrow(PermanentError);
  });
});

describe('chunk', () => {
  it('gives tables of that many rows from one read', async () => {
    const { table, reads } = undeclared(numbers);

    const chunks: number[][] = [];
    for await (const chunk of table.chunk(4)) chunks.push(await chunk.column('id'));

    expect(chunks).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it('gives no table for no rows', async () => {
    for await (const _chunk of undeclared([]).table.chunk(4)) expect.unreachable();
  });

  it('keeps declared columns', async () => {
    const table = Table.fromRows<{ id: number; name?: string }>(numbers, { columns: ['name', 'id'] });

    for await (const chunk of table.chunk(5)) expect(await chunk.columns()).toEqual(['name', 'id']);
  });

  it('refuses chunks of no rows', async () => {
    await expect(undeclared(numbers).table.chunk(0).next()).rejects.toThrow(PermanentError);
  });
});

describe('tap', () => {
  it('sees every batch, waits for what it returns, and changes nothing', async () => {
    const seen: number[] = [];
    const table = undeclared(numbers).table.tap(async (batch) => {
      await Promise.resolve();
      seen.push(batch.length);
    });

    expect(await table.toArray()).toEqual(numbers);
    expect(seen).toEqual([2, 2, 2, 2, 2]);
  });
});

describe('mapRows', () => {
  it('makes rows of any shape, once per row and read', async () => {
    const toRow = vi.fn((row: { id: number }, rowNumber: number) => ({ key: `${rowNumber}-${row.id}` }));
    const table = undeclared(numbers).table.mapRows(toRow, { columns: ['key'] });

    expect(await table.columns()).toEqual(['key']);
    expect(toRow).not.toHaveBeenCalled();
    expect(await table.head(1).toArray()).toEqual([{ key: '1-0' }]);
    await table.numRows();
    expect(toRow).toHaveBeenCalledTimes(2 + 10);
  });
});
