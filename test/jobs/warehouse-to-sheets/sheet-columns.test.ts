import type { ColumnType } from '@movement-etl/lib/warehouse';
import { describe, expect, it } from 'vitest';
import { toSheetColumn } from '../../../jobs/warehouse-to-sheets/sheet-columns.ts';

const columnOf = (type: ColumnType) => toSheetColumn({ name: 'value', type });

describe('a column of a query', () => {
  it.each<[string, ColumnType, unknown, unknown]>([
    ['a date', { kind: 'date' }, '2022-01-22', 44583],
    ['a date before the first one of Sheets', { kind: 'date' }, '1899-12-29', -1],
    ['a timestamp', { kind: 'timestamp' }, new Date('2022-01-22T15:30:00Z'), 44583.645833333],
    ['a timestamptz', { kind: 'timestamptz' }, new Date('2022-01-22T15:30:00Z'), 44583.645833333],
    ['an amount', { kind: 'numeric', precision: 10, scale: 2 }, '1234.50', 1234.5],
    ['a negative amount', { kind: 'numeric' }, '-0.05', -0.05],
    ['an integer', { kind: 'integer', bits: 32 }, 7, 7],
    ['a boolean', { kind: 'boolean' }, false, false],
    ['15 digits', { kind: 'numeric' }, '123456789012.345', 123456789012.345],
  ])('becomes what people can sort and compute with: %s', (_, type, value, cell) => {
    expect(columnOf(type).toCell(value)).toBe(cell);
  });

  it.each<[string, ColumnType, unknown]>([
    ['a postal code', { kind: 'varchar', bytes: 10 }, '02139'],
    ['a formula', { kind: 'varchar' }, '=1+1'],
    ['a date in a text column', { kind: 'varchar' }, '2022-01-22'],
    ['more digits than a sheet keeps', { kind: 'numeric' }, '1234567890123456'],
    ['more decimals than a sheet keeps', { kind: 'numeric' }, '0.1234567890123456'],
    ['no number', { kind: 'numeric' }, 'NaN'],
    ['the end of time', { kind: 'date' }, 'infinity'],
    ['a date before Christ', { kind: 'date' }, '0044-03-15 BC'],
    ['a list', { kind: 'json' }, [1, 2]],
  ])('stays what it is: %s', (_, type, value) => {
    expect(columnOf(type).toCell(value)).toBe(value);
  });

  it('stays empty where there is nothing', () => {
    const kinds: ColumnType[] = [
      { kind: 'date' },
      { kind: 'timestamp' },
      { kind: 'numeric' },
      { kind: 'varchar' },
    ];

    expect(kinds.map((type) => columnOf(type).toCell(null))).toEqual([null, null, null, null]);
  });

  it('keeps an endless timestamp as text', () => {
    expect(columnOf({ kind: 'timestamptz' }).toCell(Number.POSITIVE_INFINITY)).toBe('Infinity');
  });

  it.each<[ColumnType, unknown]>([
    [{ kind: 'date' }, { type: 'DATE', pattern: 'yyyy-mm-dd' }],
    [{ kind: 'timestamp' }, { type: 'DATE_TIME', pattern: 'yyyy-mm-dd hh:mm:ss' }],
    [
      { kind: 'integer', bits: 64 },
      { type: 'NUMBER', pattern: '0' },
    ],
    [
      { kind: 'numeric', precision: 12, scale: 2 },
      { type: 'NUMBER', pattern: '0.00' },
    ],
    [
      { kind: 'numeric', precision: 12, scale: 0 },
      { type: 'NUMBER', pattern: '0' },
    ],
    [{ kind: 'numeric' }, null],
    [{ kind: 'float', bits: 64 }, null],
    [{ kind: 'varchar' }, undefined],
    [{ kind: 'boolean' }, undefined],
    [{ kind: 'other', name: 'type 1186' }, undefined],
  ])('%j has the number format %j', (type, format) => {
    expect(columnOf(type).numberFormat).toEqual(format);
  });
});
