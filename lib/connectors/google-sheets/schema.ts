import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { z } from 'zod';

/** Only the fields that are used; Google leaves out zero, false and empty values inside nested objects. */
export const developerMetadata = z.object({
  metadataId: z.int(),
  metadataKey: z.string().default(''),
  metadataValue: z.string().default(''),
});
export type DeveloperMetadata = z.infer<typeof developerMetadata>;

/** A rule is only sent back or compared, so it keeps the shape of the library's type. */
const conditionalRule = z.custom<sheets_v4.Schema$ConditionalFormatRule>(
  (value) => typeof value === 'object' && value !== null,
);

/** Sent back as it was read, but for its range. */
const basicFilter = z.custom<sheets_v4.Schema$BasicFilter>(
  (value) => typeof value === 'object' && value !== null,
);

const sheet = z
  .object({
    properties: z.object({
      sheetId: z.int().default(0),
      title: z.string(),
      index: z.int().default(0),
      sheetType: z.string().default('GRID'),
      hidden: z.boolean().default(false),
      gridProperties: z
        .object({
          rowCount: z.int().default(0),
          columnCount: z.int().default(0),
          frozenRowCount: z.int().default(0),
        })
        .prefault({}),
    }),
    conditionalFormats: z.array(conditionalRule).default([]),
    basicFilter: basicFilter.optional(),
    developerMetadata: z.array(developerMetadata).default([]),
  })
  .transform(
    ({
      properties: { gridProperties, ...properties },
      conditionalFormats,
      basicFilter: filter,
      developerMetadata,
    }) => ({
      ...properties,
      ...gridProperties,
      rules: conditionalFormats,
      ...(filter === undefined ? {} : { basicFilter: filter }),
      metadata: developerMetadata,
    }),
  );

/** One tab. */
export type Worksheet = z.infer<typeof sheet>;

export const spreadsheet = z
  .object({
    spreadsheetId: z.string(),
    spreadsheetUrl: z.string().default(''),
    properties: z
      .object({
        title: z.string().default(''),
        locale: z.string().default(''),
        timeZone: z.string().default(''),
      })
      .prefault({}),
    sheets: z.array(sheet).default([]),
    developerMetadata: z.array(developerMetadata).default([]),
  })
  .transform(
    ({
      spreadsheetId,
      spreadsheetUrl: url,
      properties,
      sheets: worksheets,
      developerMetadata: metadata,
    }) => ({
      spreadsheetId,
      url,
      ...properties,
      worksheets,
      metadata,
    }),
  );

export type Spreadsheet = z.infer<typeof spreadsheet>;

/** What `spreadsheets.get` is asked for: everything but the cells. */
export const spreadsheetFields =
  'spreadsheetId,spreadsheetUrl,properties(title,locale,timeZone),developerMetadata,' +
  'sheets(properties(sheetId,title,index,sheetType,hidden,gridProperties),conditionalFormats,basicFilter,developerMetadata)';

/** How a cell shows its number. Patterns: Sheets API guide, "Date and number formats". */
const numberFormat = z.object({ type: z.string(), pattern: z.string().optional() });
export type NumberFormat = Readonly<z.infer<typeof numberFormat>>;

/** What `spreadsheets.get` is asked for to learn them. */
export const numberFormatFields = 'sheets(data(rowData(values(userEnteredFormat(numberFormat)))))';

const formattedCell = z.object({
  userEnteredFormat: z.object({ numberFormat: numberFormat.optional() }).optional(),
});
const formattedRow = z.object({ values: z.array(formattedCell).default([]) });
const formattedGrid = z.object({ rowData: z.array(formattedRow).default([]) });

/** The formats of the first row that was asked for; cells at its end may be missing. */
export const numberFormats = z
  .object({ sheets: z.array(z.object({ data: z.array(formattedGrid).default([]) })).default([]) })
  .transform(({ sheets: [first] }) => {
    const cells = first?.data[0]?.rowData[0]?.values ?? [];
    return cells.map(({ userEnteredFormat }) => userEnteredFormat?.numberFormat);
  });

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const rows = z.array(z.array(cell)).default([]);

/** `values` is absent when all cells are empty; trailing empty cells and rows are cut. */
export const valueRange = z.object({ values: rows }).transform(({ values }) => values);

/** In the order in which the ranges were asked for. */
export const valueRanges = z
  .object({ valueRanges: z.array(z.object({ values: rows })).default([]) })
  .transform(({ valueRanges: ranges }) => ranges.map(({ values }) => values));

export const valuesUpdate = z.object({ updatedRows: z.int().default(0) });

export const batchReply = z.object({
  replies: z
    .array(
      z.object({
        updateDeveloperMetadata: z.object({ developerMetadata: z.array(z.unknown()).default([]) }).optional(),
      }),
    )
    .default([]),
});
export type BatchReply = z.infer<typeof batchReply>;

export const driveFile = z.object({
  id: z.string(),
  name: z.string().default(''),
  webViewLink: z.string().default(''),
});
export type DriveFile = z.infer<typeof driveFile>;

export const driveFileList = z.object({
  files: z.array(driveFile).default([]),
  nextPageToken: z.string().optional(),
});

export const drivePermission = z.object({ id: z.string() });
