import { z } from 'zod';

const index = z.int().nonnegative();

export const sheetId = z.int().nonnegative();

/** A missing `sheetId` is 0, as protobuf has it. */
export const gridRange = z.strictObject({
  sheetId: sheetId.default(0),
  startRowIndex: index.optional(),
  endRowIndex: index.optional(),
  startColumnIndex: index.optional(),
  endColumnIndex: index.optional(),
});

export const gridCoordinate = z.strictObject({
  sheetId: sheetId.default(0),
  rowIndex: index.default(0),
  columnIndex: index.default(0),
});

export const dimension = z.enum(['ROWS', 'COLUMNS']);

export const dimensionRange = z.strictObject({
  sheetId: sheetId.default(0),
  dimension,
  startIndex: index.optional(),
  endIndex: index.optional(),
});

/** Any JSON object; what is in it is checked where it is used. */
export const jsonObject = z.record(z.string(), z.unknown());

/** RowData; its cells are checked while they are written, because there may be very many of them. */
export const rowData = z.array(z.strictObject({ values: z.array(jsonObject).default([]) }));

export const fields = z.string().optional();
