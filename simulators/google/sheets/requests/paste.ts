import { z } from 'zod';
import { writeInputRows } from '../cells/input-values.ts';
import { type CellBlock, type CellParts, readBlock } from '../cells/rows.ts';
import { Evaluator } from '../formulas/evaluate.ts';
import { offsetFormula } from '../formulas/rewrite.ts';
import { isError } from '../formulas/values.ts';
import { assertInsideGrid, resolveGridRange, sheetById } from '../grid-range.ts';
import { type CellValue, isFormula, type Rectangle, type Sheet } from '../model.ts';
import { assertEditable } from '../protection.ts';
import { defineRequest } from './define.ts';
import { placeBlock } from './ranges.ts';
import { gridCoordinate, gridRange } from './shapes.ts';

const pasteType = z.enum([
  'PASTE_NORMAL',
  'PASTE_VALUES',
  'PASTE_FORMAT',
  'PASTE_NO_BORDERS',
  'PASTE_FORMULA',
]);

function partsOf(type: z.output<typeof pasteType>): CellParts {
  const all = type === 'PASTE_NORMAL' || type === 'PASTE_NO_BORDERS';
  return { values: type !== 'PASTE_FORMAT', formats: all || type === 'PASTE_FORMAT', notes: all };
}

/**
 * Copies a block. A destination that is a multiple of the source is filled by repeating it, any other gets the
 * source once from its corner on. Empty source cells empty the cells that they land on.
 */
const copyPaste = defineRequest(
  z.strictObject({
    source: gridRange,
    destination: gridRange,
    pasteType: pasteType.default('PASTE_NORMAL'),
    pasteOrientation: z.enum(['NORMAL', 'TRANSPOSE']).default('NORMAL'),
  }),
  (draft, { source, destination, pasteType: type, pasteOrientation }) => {
    const from = sheetById(draft.spreadsheet, source.sheetId);
    const sourceRectangle = resolveGridRange(from, source);
    const sheet = draft.edit(destination.sheetId);
    const target = resolveGridRange(sheet, { ...destination, ...openEnds(destination) });
    const values =
      type === 'PASTE_VALUES' ? computedValues(new Evaluator(draft.spreadsheet), from) : undefined;
    const read = readBlock(from, sourceRectangle);
    const turned = pasteOrientation === 'TRANSPOSE' ? transpose(read) : read;
    const size = sizeOf(turned);
    for (const corner of cornersOf(target, size)) {
      const moved = {
        rows: corner.row - sourceRectangle.startRow,
        columns: corner.column - sourceRectangle.startColumn,
      };
      const block = mapValues(turned, values ?? ((value) => moveFormula(value, moved)));
      placeBlock(draft, sheet, corner, block, partsOf(type));
    }
    return {};
  },
);

/** A destination may be written as a corner alone. */
function openEnds({
  startRowIndex,
  endRowIndex,
  startColumnIndex,
  endColumnIndex,
}: z.output<typeof gridRange>) {
  return {
    endRowIndex: endRowIndex ?? (startRowIndex === undefined ? undefined : startRowIndex + 1),
    endColumnIndex: endColumnIndex ?? (startColumnIndex === undefined ? undefined : startColumnIndex + 1),
  };
}

interface Size {
  readonly rows: number;
  readonly columns: number;
}

function sizeOf({ rows }: CellBlock): Size {
  return { rows: rows.length, columns: rows[0]?.values.length ?? 0 };
}

function cornersOf(target: Rectangle, { rows, columns }: Size): { row: number; column: number }[] {
  const height = target.endRow - target.startRow;
  const width = target.endColumn - target.startColumn;
  const repeats = rows > 0 && columns > 0 && height % rows === 0 && width % columns === 0;
  const corners = [];
  for (let row = 0; row < (repeats ? height / rows : 1); row++) {
    for (let column = 0; column < (repeats ? width / columns : 1); column++) {
      corners.push({ row: target.startRow + row * rows, column: target.startColumn + column * columns });
    }
  }
  return corners;
}

function mapValues({ rows }: CellBlock, map: (value: CellValue) => CellValue): CellBlock {
  return {
    rows: rows.map((row) => (row.values.some(isFormula) ? { ...row, values: row.values.map(map) } : row)),
  };
}

function computedValues(evaluator: Evaluator, sheet: Sheet): (value: CellValue) => CellValue {
  return (value) => {
    if (!isFormula(value)) return value;
    const computed = evaluator.compute(value.formula, sheet);
    return isError(computed) ? computed.error : computed;
  };
}

function moveFormula(value: CellValue, { rows, columns }: Size): CellValue {
  return isFormula(value) ? { formula: offsetFormula(value.formula, rows, columns) } : value;
}

function transpose({ rows }: CellBlock): CellBlock {
  const width = rows[0]?.values.length ?? 0;
  return {
    rows: Array.from({ length: width }, (_, column) => ({
      values: rows.map(({ values }) => values[column]),
      formats: rows.map(({ formats }) => formats?.[column]),
      notes: rows.map(({ notes }) => notes?.[column]),
    })),
  };
}

/** Text as from a clipboard, split by a delimiter, its cells read as if typed. */
const pasteData = defineRequest(
  z.strictObject({
    coordinate: gridCoordinate,
    data: z.string().default(''),
    type: pasteType.default('PASTE_NORMAL'),
    delimiter: z.string().min(1).default('\t'),
  }),
  (draft, { coordinate, data, delimiter }) => {
    const sheet = draft.edit(coordinate.sheetId);
    const rows = splitDelimited(data, delimiter);
    const corner = { row: coordinate.rowIndex, column: coordinate.columnIndex };
    const written = {
      startRow: corner.row,
      endRow: corner.row + rows.length,
      startColumn: corner.column,
      endColumn: corner.column + rows.reduce((widest, row) => Math.max(widest, row.length), 0),
    };
    assertInsideGrid(sheet, written);
    assertEditable(draft, sheet, written);
    writeInputRows(sheet, corner, rows, 'USER_ENTERED', draft.context.currentYear);
    return {};
  },
);

/** Cells may be quoted, and then hold delimiters, line ends and doubled quotes. */
function splitDelimited(data: string, delimiter: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let position = 0; position < data.length; position++) {
    const character = data.charAt(position);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (data[position + 1] === '"') cell += data.charAt(++position);
      else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (data.startsWith(delimiter, position)) {
      rows.at(-1)?.push(cell);
      cell = '';
      position += delimiter.length - 1;
    } else if (character === '\n') {
      rows.at(-1)?.push(cell.replace(/\r$/u, ''));
      cell = '';
      rows.push([]);
    } else cell += character;
  }
  if (cell !== '' || rows.at(-1)?.length !== 0) rows.at(-1)?.push(cell);
  return rows.at(-1)?.length === 0 ? rows.slice(0, -1) : rows;
}

export const pasteRequests = { copyPaste, pasteData };
