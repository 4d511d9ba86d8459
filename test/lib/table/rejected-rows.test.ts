import { PermanentError, RejectedRowError } from '@movement-etl/lib/errors';
import { RejectedRows, Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';

const amounts = Table.fromRows([
  { id: 'a', amount: '1' },
  { id: 'b', amount: 'much' },
  { id: 'c', amount: '3' },
  { id: 'd', amount: 'more' },
]);

function toNumber(text: string): number {
  const number = Number(text);
  if (Number.isNaN(number)) throw new RangeError(`${text} is not a number`);
  return number;
}

describe('RejectedRows', () => {
  it('counts all and keeps the first', () => {
    const rejected = new RejectedRows({ keep: 2 });

    for (let rowNumber = 1; rowNumber <= 5; rowNumber += 1) {
      rejected.add(new RejectedRowError({ rowNumber, reason: 'odd' }), `key ${rowNumber}`);
    }

    expect(rejected.count).toBe(5);
    expect(rejected.rows).toEqual([
      { rowNumber: 1, column: undefined, reason: 'odd', key: 'key 1' },
      { rowNumber: 2, column: undefined, reason: 'odd', key: 'key 2' },
    ]);
  });

  it('takes rows out of the table with number, column and key', async () => {
    const rejected = new RejectedRows();
    const table = amounts.convertColumn('amount', toNumber, { rejected, key: 'id' });

    expect(await table.toArray()).toEqual([
      { id: 'a', amount: 1 },
      { id: 'c', amount: 3 },
    ]);
    expect(rejected.rows).toEqual([
      { rowNumber: 2, column: 'amount', reason: 'the given function failed with RangeError', key: 'b' },
      { rowNumber: 4, column: 'amount', reason: 'the given function failed with RangeError', key: 'd' },
    ]);
  });

  it('counts a row once, however often the table is read', async () => {
    const rejected = new RejectedRows();
    const table = amounts
      .convertColumn('amount', toNumber, { rejected })
      .addColumn('twice', (row) => row.amount * 2);

    await table.toArray();
    await table.numRows();

    expect(rejected.count).toBe(2);
  });

  it('adds up what several verbs reject', async () => {
    const rejected = new RejectedRows();
    const table = amounts
      .convertColumn('amount', toNumber, { rejected })
      .mapRows((row) => ({ id: row.id, inverse: inverseOf(row.amount) }), { rejected });

    await table.toArray();
    await table.toArray();

    expect(rejected.count).toBe(3);
  });
});

function inverseOf(amount: number): number {
  if (amount === 3) throw new Error('three');
  return 1 / amount;
}

describe('a row that nobody collects', () => {
  it('ends the read with number and column, and without the cell in message or causes', async () => {
    const error = await amounts
      .convertColumn('amount', toNumber)
      .toArray()
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(RejectedRowError);
    expect(error).toMatchObject({
      message: 'row 2, column amount: the given function failed with RangeError',
      rowNumber: 2,
      column: 'amount',
    });
    const { cause } = error as { cause: Error };
    expect(`${cause.message} ${cause.stack}`).not.toContain('much');
    expect(cause.stack).toContain('toNumber');
  });

  it('keeps the reason of a RejectedRowError that the function throws', async () => {
    const table = amounts.convertColumn('amount', (_amount, _row, rowNumber) => {
      throw new RejectedRowError({ rowNumber, reason: 'amounts are not wanted' });
    });

    await expect(table.toArray()).rejects.toThrow('row 1, column amount: amounts are not wanted');
  });

  it('keeps the column that the RejectedRowError names, where the verb has none', async () => {
    const rejected = new RejectedRows();
    const table = amounts.mapRows(
      (): object => {
        throw new RejectedRowError({ rowNumber: 0, column: 'amount', reason: 'amounts are not wanted' });
      },
      { rejected },
    );

    await table.toArray();

    expect(rejected.rows[1]).toMatchObject({ rowNumber: 2, column: 'amount' });
  });

  it('is not what another error of ours is about: that one passes through', async () => {
    const problem = new PermanentError('the table of rates is missing');
    const rejected = new RejectedRows();
    const table = amounts.convertColumn(
      'amount',
      () => {
        throw problem;
      },
      { rejected },
    );

    await expect(table.toArray()).rejects.toBe(problem);
    expect(rejected.count).toBe(0);
  });

  it.each([
    ['addColumn', () => amounts.addColumn('x', fail)],
    ['fillColumn', () => amounts.fillColumn('id', fail)],
    ['mapRows', () => amounts.mapRows(fail)],
    ['selectRows', () => amounts.selectRows(fail)],
  ])('names the row in %s too', async (_verb, table) => {
    await expect(table().toArray()).rejects.toThrow(RejectedRowError);
    await expect(table().toArray()).rejects.toThrow(/^row 1/);
  });
});

function fail(): never {
  throw new TypeError('no');
}
