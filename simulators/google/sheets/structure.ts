import { editRows, unlessEmpty } from './cells/rows.ts';
import type { SpreadsheetDraft } from './draft.ts';
import { retitleFormula, type Shift, shiftFormula, shiftSpan } from './formulas/rewrite.ts';
import {
  type CellValue,
  type DeveloperMetadata,
  type GridRange,
  isFormula,
  type Row,
  type Sheet,
} from './model.ts';

/**
 * Inserts (`added` > 0) or deletes (`added` < 0) rows or columns of a tab and moves everything that points at
 * them: rules, filter, merges, protected and named ranges, developer metadata, and the formulas of all tabs.
 *
 * @param inherit index (before the change) of the row or column whose formats new ones get.
 */
export function shiftDimension(
  draft: SpreadsheetDraft,
  sheetId: number,
  shift: Shift,
  inherit?: number,
): void {
  const sheet = draft.edit(sheetId);
  if (shift.dimension === 'ROWS') shiftRows(sheet, shift, inherit);
  else shiftColumns(sheet, shift, inherit);
  draft.assertCellLimit();
  shiftRanges(draft, sheet, shift);
  rewriteFormulas(draft, (formula, owner) => shiftFormula(formula, owner.title, sheet.title, shift));
}

function shiftRows(sheet: Sheet, { index, added }: Shift, inherit: number | undefined): void {
  const formats = inherit === undefined ? undefined : sheet.rows[inherit]?.formats;
  const fill: Row | undefined = formats === undefined ? undefined : { values: [], formats };
  sheet.rows = splice(sheet.rows, index, added, fill);
  sheet.rowProperties = splice(sheet.rowProperties, index, added, undefined);
  sheet.rowCount += added;
}

function shiftColumns(sheet: Sheet, { index, added }: Shift, inherit: number | undefined): void {
  const formatLists = new Map<Row['formats'], Row['formats']>();
  const shiftFormats = (formats: Row['formats']): Row['formats'] => {
    if (formats === undefined) return undefined;
    if (!formatLists.has(formats)) {
      const fill = inherit === undefined ? undefined : formats[inherit];
      formatLists.set(formats, unlessEmpty(splice(formats, index, added, fill)));
    }
    return formatLists.get(formats);
  };
  editRows(sheet, 0, sheet.rows.length, ({ values, formats, notes }) => ({
    values: splice<CellValue>(values, index, added, undefined),
    formats: shiftFormats(formats),
    notes: notes === undefined ? undefined : unlessEmpty(splice(notes, index, added, undefined)),
  }));
  sheet.columnProperties = splice(sheet.columnProperties, index, added, undefined);
  sheet.columnCount += added;
}

/** A copy with `fill` inserted, or elements deleted, at an index; a list that ends before the index stays as it is. */
function splice<T>(list: readonly T[], index: number, added: number, fill: T): T[] {
  if (added < 0) return list.toSpliced(index, -added);
  if (list.length < index || (list.length === index && fill === undefined)) return list.slice();
  return list.slice(0, index).concat(
    Array.from({ length: added }, () => fill),
    list.slice(index),
  );
}

function shiftRanges(draft: SpreadsheetDraft, sheet: Sheet, shift: Shift): void {
  const move = (range: GridRange) => shiftGridRange(range, shift);
  const moveAll = (ranges: readonly GridRange[]) => ranges.flatMap((range) => move(range) ?? []);

  sheet.merges = moveAll(sheet.merges);
  sheet.conditionalFormats = sheet.conditionalFormats
    .map((rule) => ({ ...rule, ranges: moveAll(rule.ranges) }))
    .filter(({ ranges }) => ranges.length > 0);
  sheet.protectedRanges = sheet.protectedRanges.flatMap((entry) => {
    const range = move(entry.range);
    return range === undefined ? [] : [{ ...entry, range }];
  });
  if (sheet.basicFilter !== undefined) {
    const range = move(sheet.basicFilter.range);
    sheet.basicFilter = range === undefined ? undefined : { ...sheet.basicFilter, range };
  }

  const { spreadsheet } = draft;
  Object.assign(spreadsheet, {
    namedRanges: spreadsheet.namedRanges.flatMap((named) => {
      if ((named.range.sheetId ?? 0) !== sheet.sheetId) return [named];
      const range = move(named.range);
      return range === undefined ? [] : [{ ...named, range }];
    }),
    developerMetadata: spreadsheet.developerMetadata.flatMap((entry) =>
      shiftMetadata(entry, sheet.sheetId, shift),
    ),
  });
}

/** The range after the shift; undefined when all of it was deleted. */
export function shiftGridRange(range: GridRange, shift: Shift): GridRange | undefined {
  const [startKey, endKey] =
    shift.dimension === 'ROWS'
      ? (['startRowIndex', 'endRowIndex'] as const)
      : (['startColumnIndex', 'endColumnIndex'] as const);
  const span = shiftSpan(range[startKey], range[endKey], shift);
  if (span === undefined) return undefined;
  return { ...range, [startKey]: span.start, [endKey]: span.end };
}

function shiftMetadata(entry: DeveloperMetadata, sheetId: number, shift: Shift): DeveloperMetadata[] {
  const { location } = entry;
  const wanted = shift.dimension === 'ROWS' ? 'ROW' : 'COLUMN';
  if (location.locationType !== wanted || location.sheetId !== sheetId) return [entry];
  const span = shiftSpan(location.startIndex, location.endIndex, shift);
  if (span?.start === undefined || span.end === undefined) return [];
  return [{ ...entry, location: { ...location, startIndex: span.start, endIndex: span.end } }];
}

/** Changes what formulas refer to after a tab got a new title, or was deleted (`newTitle` undefined). */
export function retitleReferences(
  draft: SpreadsheetDraft,
  oldTitle: string,
  newTitle: string | undefined,
): void {
  rewriteFormulas(draft, (formula) => retitleFormula(formula, oldTitle, newTitle));
}

function rewriteFormulas(draft: SpreadsheetDraft, rewrite: (formula: string, owner: Sheet) => string): void {
  for (const { sheetId, rows, conditionalFormats } of draft.spreadsheet.sheets) {
    if (conditionalFormats.length > 0) {
      const sheet = draft.edit(sheetId);
      sheet.conditionalFormats = conditionalFormats.map((rule) =>
        rewriteRule(rule, (text) => rewrite(text, sheet)),
      );
    }
    for (let index = 0; index < rows.length; index++) {
      if (!rows[index]?.values.some(isFormula)) continue;
      const sheet = draft.edit(sheetId);
      editRows(sheet, index, index + 1, (row) => ({
        ...row,
        values: row.values.map((value) =>
          isFormula(value) ? { formula: rewrite(value.formula, sheet) } : value,
        ),
      }));
    }
  }
}

function rewriteRule(
  rule: Sheet['conditionalFormats'][number],
  rewrite: (formula: string) => string,
): Sheet['conditionalFormats'][number] {
  const { booleanRule } = rule;
  if (booleanRule?.condition.type !== 'CUSTOM_FORMULA') return rule;
  const values = booleanRule.condition.values?.map(({ userEnteredValue = '' }) => ({
    userEnteredValue: rewrite(userEnteredValue),
  }));
  return { ...rule, booleanRule: { ...booleanRule, condition: { ...booleanRule.condition, values } } };
}
