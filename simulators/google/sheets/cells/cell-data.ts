import { fieldViolation, invalidArgument } from '../../google-error.ts';
import { type FieldTree, parseFieldMask } from '../field-mask.ts';
import type { CellFormat, CellValue, Rectangle, Sheet } from '../model.ts';
import { formatPatch } from './cell-format.ts';
import { assertCellLength } from './input-values.ts';
import { editRows, overlay, patchFormats, unlessEmpty } from './rows.ts';

/** Which parts of CellData a `fields` mask touches. */
export interface CellMask {
  readonly value: boolean;
  readonly note: boolean;
  /** The part below `userEnteredFormat`; undefined when formats stay. */
  readonly format: FieldTree | undefined;
}

/** Parts of CellData that may be masked but that the simulator does not keep. */
const acceptedFields = new Set([
  '*',
  'userEnteredValue',
  'userEnteredFormat',
  'note',
  'dataValidation',
  'textFormatRuns',
  'chipRuns',
]);

/** @throws GoogleError 400 when the mask is missing or names a field that cannot be written. */
export function readCellMask(fields: string | undefined): CellMask {
  if (fields === undefined || fields === '') {
    throw invalidArgument("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)");
  }
  const mask = parseFieldMask(fields);
  for (const field of Object.keys(mask)) {
    if (!acceptedFields.has(field)) {
      throw fieldViolation(
        `Invalid field: ${field}`,
        'fields',
        `Cannot find matching fields for path '${field}'.`,
      );
    }
  }
  const all = mask['*'] !== undefined;
  return {
    value: all || mask.userEnteredValue !== undefined,
    note: all || mask.note !== undefined,
    format: mask.userEnteredFormat ?? (all ? {} : undefined),
  };
}

type Json = Readonly<Record<string, unknown>>;

/** The value of `userEnteredValue`. @throws GoogleError 400 unless exactly one kind of value is given. */
export function readExtendedValue(value: unknown): CellValue {
  if (value === undefined || value === null) return undefined;
  const entries = Object.entries(value as Json);
  const [kind, content] = entries[0] ?? [];
  if (entries.length === 0) return undefined;
  const valid =
    entries.length === 1 &&
    ((kind === 'stringValue' && typeof content === 'string') ||
      (kind === 'numberValue' && typeof content === 'number') ||
      (kind === 'boolValue' && typeof content === 'boolean') ||
      (kind === 'formulaValue' && typeof content === 'string'));
  if (!valid) {
    throw invalidArgument(
      "Invalid value at 'user_entered_value': exactly one of stringValue, numberValue, boolValue and formulaValue must be set.",
    );
  }
  if (typeof content === 'string') assertCellLength(content);
  if (kind === 'formulaValue') return { formula: String(content) };
  // The kinds were checked above.
  return content === '' ? undefined : (content as string | number | boolean);
}

/** Writes rows of CellData from a corner on; the masked parts of each given cell are replaced. */
export function writeCellRows(
  sheet: Sheet,
  startRow: number,
  startColumn: number,
  rows: readonly (readonly Json[])[],
  mask: CellMask,
): void {
  const patchOf = createPatchCache(mask.format);
  editRows(sheet, startRow, startRow + rows.length, (row, index) => {
    const cells = rows[index - startRow] ?? [];
    const values = cells.map((cell) => readExtendedValue(cell.userEnteredValue));
    const formats = () =>
      cells.map((cell, offset) => patchOf(cell.userEnteredFormat, row.formats?.[startColumn + offset]));
    const notes = () => cells.map((cell) => readNote(cell.note));
    return {
      values: mask.value ? overlay(row.values, startColumn, values) : row.values,
      formats:
        mask.format === undefined ? row.formats : unlessEmpty(overlay(row.formats, startColumn, formats())),
      notes: mask.note ? unlessEmpty(overlay(row.notes, startColumn, notes())) : row.notes,
    };
  });
}

function readNote(note: unknown): string | undefined {
  return typeof note === 'string' && note !== '' ? note : undefined;
}

/** Equal formats of one request are kept once, however many cells carry them. */
function createPatchCache(mask: FieldTree | undefined) {
  const patches = new Map<string, (format: CellFormat | undefined) => CellFormat | undefined>();
  return (given: unknown, current: CellFormat | undefined): CellFormat | undefined => {
    if (mask === undefined) return current;
    const key = given === undefined ? '' : JSON.stringify(given);
    let patch = patches.get(key);
    if (patch === undefined) {
      patch = memoize(formatPatch(given as Json | undefined, mask));
      patches.set(key, patch);
    }
    return patch(current);
  };
}

function memoize<In, Out>(compute: (input: In) => Out): (input: In) => Out {
  const results = new Map<In, Out>();
  return (input) => {
    if (!results.has(input)) results.set(input, compute(input));
    // Set in the line above.
    return results.get(input) as Out;
  };
}

/** Gives every cell of a rectangle the masked parts of one CellData; without a cell they are wiped. */
export function fillCells(sheet: Sheet, rectangle: Rectangle, cell: Json | undefined, mask: CellMask): void {
  const width = rectangle.endColumn - rectangle.startColumn;
  const value = readExtendedValue(cell?.userEnteredValue);
  const note = readNote(cell?.note);
  const repeat = <T>(content: T): T[] => Array.from({ length: width }, () => content);
  if (mask.value || mask.note) {
    const fillsNothing = value === undefined && note === undefined;
    const endRow = fillsNothing ? Math.min(rectangle.endRow, sheet.rows.length) : rectangle.endRow;
    editRows(sheet, rectangle.startRow, endRow, (row) => ({
      ...row,
      values: mask.value ? overlay(row.values, rectangle.startColumn, repeat(value)) : row.values,
      notes: mask.note ? unlessEmpty(overlay(row.notes, rectangle.startColumn, repeat(note))) : row.notes,
    }));
  }
  if (mask.format !== undefined) {
    const format = cell?.userEnteredFormat as Json | undefined;
    patchFormats(sheet, rectangle, formatPatch(format, mask.format));
  }
}
