import { invalidArgument } from '../google-error.ts';
import type { SpreadsheetDraft } from './draft.ts';
import { clipGridRange, overlaps } from './grid-range.ts';
import type { GridRange, Rectangle, Sheet } from './model.ts';

/**
 * Refuses a write that touches cells which the editor may not change.
 *
 * @throws GoogleError 400 in the wording that people see in the spreadsheet, too.
 */
export function assertEditable(
  draft: SpreadsheetDraft,
  sheet: Sheet,
  rectangle?: Omit<Rectangle, 'sheetId'>,
): void {
  const { editor } = draft.context;
  if (editor === undefined) return;
  for (const { range, editors, warningOnly } of sheet.protectedRanges) {
    if (warningOnly === true || editors.includes(editor)) continue;
    if (rectangle !== undefined && !overlaps(clipGridRange(sheet, range), rectangle)) continue;
    throw invalidArgument(
      'You are trying to edit a protected cell or object. ' +
        'Please contact the spreadsheet owner to remove protection if you need to edit.',
    );
  }
}

/** Refuses changes to the tab itself (title, deletion) where all of it is protected. */
export function assertSheetEditable(draft: SpreadsheetDraft, sheet: Sheet): void {
  const whole = sheet.protectedRanges.filter(({ range }) => coversSheet(range));
  assertEditable(draft, { ...sheet, protectedRanges: whole });
}

function coversSheet({ startRowIndex, endRowIndex, startColumnIndex, endColumnIndex }: GridRange): boolean {
  return [startRowIndex, endRowIndex, startColumnIndex, endColumnIndex].every((bound) => bound === undefined);
}
