import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Table } from '@movement-etl/lib/table';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const key = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom('a', 'b', '1'), fc.constant(null));
const rows = fc
  .array(fc.record({ key, value: fc.integer({ min: 0, max: 9 }) }))
  .map((list) => list.map((row, place) => ({ ...row, place })));
const batchSize = fc.integer({ min: 1, max: 4 });

function tableOf<R extends object>(list: readonly R[], size: number): Table<R> {
  return Table.fromBatches(async function* () {
    for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
  });
}

describe('verbs agree with plain arrays', () => {
  it('sort', () =>
    fc.assert(
      fc.asyncProperty(rows, batchSize, async (list, size) => {
        const sorted = await tableOf(list, size).sort('value').toArray();

        expect(sorted).toEqual(list.toSorted((left, right) => left.value - right.value));
      }),
    ));

  it('deduplicate', () =>
    fc.assert(
      fc.asyncProperty(rows, batchSize, async (list, size) => {
        const table = tableOf(list, size);

        const first = await table.deduplicate('key').toArray();
        const newest = await table.deduplicate('key', { newest: 'value' }).toArray();

        expect(first).toEqual(
          list.filter((row) => !list.some((other) => isSame(other, row) && other.place < row.place)),
        );
        expect(newest).toEqual(
          list.filter(
            (row) =>
              !list.some(
                (other) =>
                  isSame(other, row) &&
                  (other.value > row.value || (other.value === row.value && other.place < row.place)),
              ),
          ),
        );
      }),
    ));

  it('join', () =>
    fc.assert(
      fc.asyncProperty(rows, rows, batchSize, async (left, right, size) => {
        const others = right.map((row) => ({ key: row.key, other: row.value }));
        const table = tableOf(left, size);
        const rightTable = tableOf(others, size);
        const matches = (row: { key: unknown }) =>
          row.key === null ? [] : others.filter((other) => other.key === row.key);

        const inner = await table.join(rightTable, { on: 'key' }).toArray();
        const outer = await table.join(rightTable, { on: 'key', type: 'left' }).toArray();
        const anti = await table.join(rightTable, { on: 'key', type: 'anti' }).toArray();

        expect(inner).toEqual(left.flatMap((row) => matches(row).map(({ other }) => ({ ...row, other }))));
        expect(anti).toEqual(left.filter((row) => matches(row).length === 0));
        expect(outer).toHaveLength(inner.length + anti.length);
      }),
    ));

  it('chunk', () =>
    fc.assert(
      fc.asyncProperty(rows, batchSize, fc.integer({ min: 1, max: 7 }), async (list, size, rowCount) => {
        const chunks: object[][] = [];
        for await (const chunk of tableOf(list, size).chunk(rowCount)) chunks.push(await chunk.toArray());

        expect(chunks.flat()).toEqual(list);
        expect(chunks.slice(0, -1).every((chunk) => chunk.length === rowCount)).toBe(true);
        expect((chunks.at(-1)?.length ?? 1) > 0).toBe(true);
      }),
    ));

  it('head and tail', () =>
    fc.assert(
      fc.asyncProperty(rows, batchSize, fc.integer({ min: 0, max: 12 }), async (list, size, rowCount) => {
        const table = tableOf(list, size);

        expect(await table.head(rowCount).toArray()).toEqual(list.slice(0, rowCount));
        expect(await table.tail(rowCount).toArray()).toEqual(rowCount === 0 ? [] : list.slice(-rowCount));
      }),
    ));

  it('materialize', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(columnName(), fc.jsonValue())),
        batchSize,
        async (list, size) => {
          await using kept = await tableOf(list, size).materialize({ memoryRows: 2 });

          expect(await kept.toArray()).toEqual(list);
        },
      ),
      { numRuns: 50 },
    ));
});

describe('a CSV file', () => {
  const cell = fc.oneof(
    fc.constantFrom(null, '', '"', ',', '\n', '\r', '\r\n', '\\.', '\uFEFF', ' ', "'", ';'),
    fc.string({ unit: 'binary', maxLength: 8 }).filter(isWellFormed),
  );
  const sheet = fc.uniqueArray(columnName(), { minLength: 1, maxLength: 4 }).chain((columns) =>
    fc.array(fc.tuple(...columns.map(() => cell)), { maxLength: 6 }).map((cells) => ({
      columns,
      records: cells.map((values) =>
        Object.fromEntries(columns.map((column, index) => [column, values[index]])),
      ),
    })),
  );

  it.each([',', ';', '\t', '|', '^', ']', '\\'])(
    'comes back as it was written, with the delimiter %j',
    (delimiter) =>
      fc.assert(
        fc.asyncProperty(sheet, fc.boolean(), async ({ columns, records }, byteOrderMark) => {
          const stream = new PassThrough();
          const [bytes] = await Promise.all([
            buffer(stream),
            Table.fromRows<object>(records, { columns }).toCsv(stream, { delimiter, byteOrderMark }),
          ]);
          const table = Table.fromCsv(() => Readable.from([bytes]), { nulls: true, delimiter });

          expect(await table.toArray()).toEqual(records);
          expect(await table.columns()).toEqual(columns);
        }),
      ),
  );
});

function columnName() {
  return fc
    .string({ minLength: 1, maxLength: 6 })
    .filter((name) => name !== '__proto__' && isWellFormed(name));
}

/** Half of a surrogate pair cannot be written as UTF-8. */
function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

function isSame(left: { key: unknown }, right: { key: unknown }): boolean {
  return left.key === right.key;
}
