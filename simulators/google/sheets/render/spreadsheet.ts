import { renderMetadata } from '../developer-metadata.ts';
import { Evaluator } from '../formulas/evaluate.ts';
import { renderGridRange } from '../grid-range.ts';
import type { Rectangle, Sheet, Spreadsheet } from '../model.ts';
import { renderNamedRange } from '../requests/named-ranges.ts';
import { renderProtectedRange } from '../requests/protected-ranges.ts';
import { renderConditionalRule } from './conditional-rule.ts';
import { defaultFormat, renderGridData } from './grid-data.ts';
import { renderSheetProperties } from './sheet-properties.ts';

/** What of a spreadsheet is asked for. */
export interface RenderOptions {
  /** Only tabs with one of these rectangles; undefined: all tabs. */
  readonly rectangles: readonly Rectangle[] | undefined;
  readonly gridData: boolean;
  /** Address of the caller, for what it may edit. */
  readonly caller: string | undefined;
}

/** A Spreadsheet resource as `spreadsheets.get` answers; empty lists are left out. */
export function renderSpreadsheet(spreadsheet: Spreadsheet, options: RenderOptions): object {
  const { spreadsheetId, title, locale, timeZone, namedRanges, developerMetadata } = spreadsheet;
  const evaluator = new Evaluator(spreadsheet);
  const own = developerMetadata.filter(({ location }) => location.locationType === 'SPREADSHEET');
  return {
    spreadsheetId,
    properties: {
      title,
      locale,
      autoRecalc: 'ON_CHANGE',
      timeZone,
      defaultFormat,
      spreadsheetTheme: { primaryFontFamily: 'Arial', themeColors: themeColours },
    },
    sheets: spreadsheet.sheets.flatMap((sheet, index) => {
      const rectangles = options.rectangles?.filter(({ sheetId }) => sheetId === sheet.sheetId);
      if (rectangles?.length === 0) return [];
      return [renderSheet(spreadsheet, sheet, index, evaluator, { ...options, rectangles })];
    }),
    ...(namedRanges.length === 0 ? {} : { namedRanges: namedRanges.map(renderNamedRange) }),
    spreadsheetUrl: `https://docs.google.com/spreadsheets/d/${spreadsheetId}/edit`,
    ...(own.length === 0 ? {} : { developerMetadata: own.map(renderMetadata) }),
  };
}

function renderSheet(
  { developerMetadata }: Spreadsheet,
  sheet: Sheet,
  index: number,
  evaluator: Evaluator,
  { rectangles, gridData, caller }: RenderOptions,
): object {
  const { merges, conditionalFormats, basicFilter, protectedRanges } = sheet;
  const metadata = developerMetadata.filter(
    ({ location }) => location.locationType === 'SHEET' && location.sheetId === sheet.sheetId,
  );
  const whole = {
    sheetId: sheet.sheetId,
    startRow: 0,
    endRow: sheet.rowCount,
    startColumn: 0,
    endColumn: sheet.columnCount,
  };
  return {
    properties: renderSheetProperties(sheet, index),
    ...(gridData
      ? { data: (rectangles ?? [whole]).map((rectangle) => renderGridData(sheet, evaluator, rectangle)) }
      : {}),
    ...(merges.length === 0 ? {} : { merges: merges.map(renderGridRange) }),
    ...(conditionalFormats.length === 0
      ? {}
      : { conditionalFormats: conditionalFormats.map(renderConditionalRule) }),
    ...(basicFilter === undefined
      ? {}
      : { basicFilter: { range: renderGridRange(basicFilter.range), ...basicFilter.rest } }),
    ...(protectedRanges.length === 0
      ? {}
      : { protectedRanges: protectedRanges.map((entry) => renderProtectedRange(entry, caller)) }),
    ...(metadata.length === 0 ? {} : { developerMetadata: metadata.map(renderMetadata) }),
  };
}

const themeColours = [
  { colorType: 'TEXT', color: { rgbColor: {} } },
  { colorType: 'BACKGROUND', color: { rgbColor: { red: 1, green: 1, blue: 1 } } },
];
