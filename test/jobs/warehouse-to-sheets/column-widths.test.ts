import { expect, it } from 'vitest';
import { columnWidths } from '../../../jobs/warehouse-to-sheets/column-widths.ts';
import { toSheetColumn } from '../../../jobs/warehouse-to-sheets/sheet-columns.ts';

const columns = ['id', 'a_long_column_name', 'text', 'at'].map((name) =>
  toSheetColumn({ name, type: { kind: 'varchar' } }),
);

it('is wide enough for header and rows, within bounds', () => {
  const widths = columnWidths(columns, [
    { id: 1, a_long_column_name: null, text: 'x'.repeat(1000), at: new Date() },
    { id: 22, a_long_column_name: '', text: 'short', at: null },
  ]);

  expect(widths).toEqual({ id: 60, a_long_column_name: 156, text: 320, at: 163 });
});

it('goes by the header alone where there are no rows', () => {
  expect(columnWidths(columns, [])).toMatchObject({ id: 60, a_long_column_name: 156 });
});
