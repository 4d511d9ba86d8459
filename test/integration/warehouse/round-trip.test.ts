import { Table } from '@movement-etl/lib/table';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../support/test-database.ts';
import { createWarehousePool, type WarehousePool } from './warehouse-pool.ts';

/** Pieces that have meaning in CSV, in COPY, in JSON or in UTF-16, and any other text. */
const nastyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        '""',
        ',',
        '\n',
        '\r',
        '\r\n',
        '\t',
        '\\',
        '\\.',
        '\\N',
        '\\n',
        "'",
        ' ',
        '',
        'NULL',
        '\u2028',
        '\ufeff',
        '\u0001',
        '\u007f',
        '\ufffe',
        'é',
        '😀',
        '👩‍👩‍👧',
        '\\x41',
        '{}',
        '$1',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join('').replaceAll('\0', ''));

const row = fc.record({
  text: fc.option(nastyText),
  whole: fc.option(fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))),
  share: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  amount: fc.option(
    fc
      .tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.integer({ min: 0, max: 99 }))
      .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`),
  ),
  flag: fc.option(fc.boolean()),
  instant: fc.option(
    fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    }),
  ),
  day: fc.option(
    fc
      .date({
        min: new Date('0001-01-01T00:00:00Z'),
        max: new Date('9999-12-31T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString().slice(0, 10)),
  ),
});

const COLUMN_TYPES = {
  id: 'integer',
  text: 'varchar(4096)',
  whole: 'bigint',
  share: 'double precision',
  amount: 'numeric(9,2)',
  flag: 'boolean',
  instant: 'timestamptz',
  day: 'date',
};

/** What comes back for a value: BigInts that are safe as numbers come as numbers, and -0 as 0. */
function expected(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
  return value === 0 ? 0 : value;
}

describe.each(DIALECTS)('values that go through COPY, on %s', (dialect) => {
  let pool: WarehousePool;
  let warehouse: Warehouse;

  beforeAll(async () => {
    pool = await createWarehousePool({ dialect });
    warehouse = await pool.connect();
  });
  afterAll(() => pool.drop());

  async function roundTrip(rows: readonly object[], options: object): Promise<object[]> {
    await warehouse.copy(Table.fromRows(rows), 'trip', { ifExists: 'drop', ...options });
    return await warehouse.query('SELECT * FROM trip ORDER BY id').toArray();
  }

  it('come back as they were, in declared columns', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 200 }), async (values) => {
        const rows = values.map((value, id) => ({ id, ...value }));

        const back = await roundTrip(rows, { columnTypes: COLUMN_TYPES });

        expect(back).toEqual(
          rows.map((one) =>
            Object.fromEntries(Object.entries(one).map(([key, value]) => [key, expected(value)])),
          ),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('come back as they were where the type was found: texts stay texts', { timeout: 120_000 }, async () => {
    const isNoDay = (text: string) => !/^\d{4}-\d\d-\d\d$/.test(text);
    await fc.assert(
      fc.asyncProperty(
        fc.array(nastyText.filter(isNoDay), { minLength: 1, maxLength: 50 }),
        async (texts) => {
          const rows = texts.map((text, id) => ({ id, text }));

          const back = await roundTrip(rows, {});

          expect(back).toEqual(rows);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each(['\\.', '', ' ', '"', '\n', '\\N', 'NULL'])(
    'keep the text %j in a table of one column',
    async (text) => {
      await warehouse.copy(Table.fromRows([{ only: text }, { only: null }, { only: 'last' }]), 'single', {
        ifExists: 'drop',
      });

      const { rows } = await warehouse.execute('SELECT "only" FROM single');
      expect(rows).toEqual([{ only: text }, { only: null }, { only: 'last' }]);
    },
  );
});
