import type { Sheet } from '../model.ts';

/** SheetProperties as Google answers: `sheetId` and `index` always, other zero and false values never. */
export function renderSheetProperties(sheet: Sheet, index: number): object {
  const { sheetId, title, rowCount, columnCount, frozenRowCount, frozenColumnCount, tabColorStyle } = sheet;
  return {
    sheetId,
    title,
    index,
    sheetType: 'GRID',
    gridProperties: {
      rowCount,
      columnCount,
      ...(frozenRowCount > 0 ? { frozenRowCount } : {}),
      ...(frozenColumnCount > 0 ? { frozenColumnCount } : {}),
      ...(sheet.hideGridlines ? { hideGridlines: true } : {}),
    },
    ...(sheet.hidden ? { hidden: true } : {}),
    ...(tabColorStyle === undefined ? {} : { tabColor: tabColorStyle.rgbColor ?? {}, tabColorStyle }),
    ...(sheet.rightToLeft ? { rightToLeft: true } : {}),
  };
}
