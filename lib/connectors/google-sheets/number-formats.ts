import { a1Range } from './a1.ts';
import { type Rectangle, toGridRange } from './requests.ts';
import type { NumberFormat, Worksheet } from './schema.ts';
import type { BatchRequest, SheetsApi } from './sheets-api.ts';

/** Number formats by column name; null: as Google shows a number by itself. */
export type NumberFormats = Readonly<Record<string, NumberFormat | null>>;

/** Those that the first row below the header has. One read. */
export async function readNumberFormats(
  api: SheetsApi,
  spreadsheetId: string,
  { title, rowCount, columnCount }: Pick<Worksheet, 'title' | 'rowCount' | 'columnCount'>,
  columnIndexes: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, NumberFormat>> {
  const places = [...columnIndexes].filter(([, index]) => index < columnCount);
  if (rowCount < 2 || places.length === 0) return new Map();
  const indexes = places.map(([, index]) => index);
  const startColumn = Math.min(...indexes);
  const endColumn = Math.max(...indexes) + 1;
  const range = a1Range(title, { startRow: 1, endRow: 2, startColumn, endColumn });
  const found = await api.numberFormats(spreadsheetId, range);
  return new Map(
    places.flatMap(([column, index]) => {
      const format = found[index - startColumn];
      return format === undefined ? [] : [[column, format] as const];
    }),
  );
}

/**
 * Gives the data of each column its format. One that people have chosen is kept, and new rows get it too, unless it is of another kind:
 * a number shown as a date would be nonsense.
 */
export function numberFormatRequests(
  wanted: NumberFormats,
  found: ReadonlyMap<string, NumberFormat>,
  data: Rectangle,
  indexOf: (column: string) => number,
): BatchRequest[] {
  return Object.entries(wanted).flatMap(([column, format]) => {
    const startColumn = indexOf(column);
    const own = found.get(column);
    if (own === undefined && format === null) return [];
    const numberFormat = own !== undefined && isTemporal(own) === isTemporal(format) ? own : format;
    const range = toGridRange({ ...data, startColumn, endColumn: startColumn + 1 });
    const cell = numberFormat === null ? {} : { userEnteredFormat: { numberFormat } };
    return [{ repeatCell: { range, cell, fields: 'userEnteredFormat.numberFormat' } }];
  });
}

function isTemporal(format: NumberFormat | null): boolean {
  return format !== null && ['DATE', 'TIME', 'DATE_TIME'].includes(format.type);
}
