import type { Dimension } from '../model.ts';
import { formatReference, parseReference, type Reference, type ReferenceEnd } from './reference.ts';
import { tokenizeFormula } from './tokens.ts';

/** Puts `replace(reference)` in the place of every reference; `#REF!` where it gives undefined. */
function rewriteReferences(
  formula: string,
  replace: (reference: Reference) => Reference | undefined,
): string {
  let rewritten = '';
  let copiedTo = 0;
  for (const token of tokenizeFormula(formula) ?? []) {
    if (token.kind !== 'reference') continue;
    const replacement = replace(parseReference(token.text));
    rewritten += formula.slice(copiedTo, token.start);
    rewritten += replacement === undefined ? '#REF!' : formatReference(replacement);
    copiedTo = token.start + token.text.length;
  }
  return rewritten + formula.slice(copiedTo);
}

/** The formula as it reads when its cell is copied so many rows down and columns to the right. */
export function offsetFormula(formula: string, rows: number, columns: number): string {
  if (rows === 0 && columns === 0) return formula;
  const move = (end: ReferenceEnd): ReferenceEnd | undefined => {
    const row = end.row === undefined || end.rowFixed ? end.row : end.row + rows;
    const column = end.column === undefined || end.columnFixed ? end.column : end.column + columns;
    return (row ?? 0) < 0 || (column ?? 0) < 0 ? undefined : { ...end, row, column };
  };
  return rewriteReferences(formula, (reference) => {
    const start = move(reference.start);
    const end = reference.end === undefined ? undefined : move(reference.end);
    if (start === undefined || (reference.end !== undefined && end === undefined)) return undefined;
    return { ...reference, start, end };
  });
}

/** What an insertion (`added` > 0) or a deletion (`added` < 0) of rows or columns at `index` does to places. */
export interface Shift {
  readonly dimension: Dimension;
  readonly index: number;
  readonly added: number;
}

/** A half-open span after the shift; undefined when all of it was deleted. An undefined bound stays open. */
export function shiftSpan(
  start: number | undefined,
  end: number | undefined,
  { index, added }: Shift,
): { start: number | undefined; end: number | undefined } | undefined {
  if (added >= 0) {
    return {
      start: start !== undefined && start >= index ? start + added : start,
      end: end !== undefined && end > index ? end + added : end,
    };
  }
  const deletedEnd = index - added;
  const move = (bound: number) => (bound <= index ? bound : Math.max(index, bound + added));
  if (start !== undefined && end !== undefined && start >= index && end <= deletedEnd) return undefined;
  return {
    start: start === undefined ? undefined : move(start),
    end: end === undefined ? undefined : move(end),
  };
}

/**
 * The formula after rows or columns of the tab `shiftedTitle` moved.
 * `ownTitle` is the tab that the formula stands in: its references without a title mean that tab.
 */
export function shiftFormula(formula: string, ownTitle: string, shiftedTitle: string, shift: Shift): string {
  return rewriteReferences(formula, (reference) => {
    if ((reference.title ?? ownTitle).toLowerCase() !== shiftedTitle.toLowerCase()) return reference;
    const key = shift.dimension === 'ROWS' ? 'row' : 'column';
    const last = reference.end ?? reference.start;
    const lastIndex = last[key];
    const span = shiftSpan(reference.start[key], lastIndex === undefined ? undefined : lastIndex + 1, shift);
    if (span === undefined) return undefined;
    const endIndex = span.end === undefined ? undefined : span.end - 1;
    return {
      ...reference,
      start: { ...reference.start, [key]: span.start },
      end: reference.end === undefined ? undefined : { ...reference.end, [key]: endIndex },
    };
  });
}

/** The formula after a tab got a new title, or `#REF!` in the place of its references when the tab is gone. */
export function retitleFormula(formula: string, oldTitle: string, newTitle: string | undefined): string {
  return rewriteReferences(formula, (reference) => {
    if (reference.title?.toLowerCase() !== oldTitle.toLowerCase()) return reference;
    return newTitle === undefined ? undefined : { ...reference, title: newTitle };
  });
}
