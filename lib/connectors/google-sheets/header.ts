import { ConfigError } from '../../errors/index.ts';
import { columnLetters } from './a1.ts';
import type { CellValue } from './cells.ts';

/** The names in row 1 as text, without blanks around them; empty ones are ''. */
export function readNames(headerRow: readonly CellValue[]): string[] {
  return headerRow.map((cell) => String(cell ?? '').trim());
}

/**
 * Finds each of our columns by its name, wherever people have moved it.
 *
 * @throws ConfigError that names every column that is missing or there twice, what the tab has instead, and what to do.
 */
export function locateColumns(columns: readonly string[], names: readonly string[], tab: string): number[] {
  const missing = columns.filter((column) => !names.includes(column));
  const repeated = columns.filter((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (missing.length > 0 || repeated.length > 0) {
    throw new ConfigError([
      ...(missing.length === 0
        ? []
        : [
            `the tab "${tab}" has no column ${quoteAll(missing)}; its header (row 1) has ${quoteAll(names.filter(Boolean))}: ` +
              'rename the column back, or type its name into an empty header cell',
          ]),
      ...repeated.map(
        (column) =>
          `the tab "${tab}" has more than one column "${column}" in its header (row 1): rename the others`,
      ),
    ]);
  }
  return columns.map((column) => names.indexOf(column));
}

/**
 * For reading a tab as a table: every column needs a name of its own.
 *
 * @throws ConfigError that names the cells of row 1 that are blank or repeat a name.
 */
export function checkHeader(names: readonly string[], tab: string): void {
  const problems = names.flatMap((name, index) => {
    const cell = `${columnLetters(index)}1`;
    if (name === '') return [`the header cell ${cell} of the tab "${tab}" is blank: give the column a name`];
    if (names.indexOf(name) < index)
      return [`the header cell ${cell} of the tab "${tab}" repeats "${name}": rename one of the columns`];
    return [];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}

/**
 * Before an overwrite: nobody has put a column of their own among ours, where it would be written over.
 *
 * @throws ConfigError that names such columns.
 */
export function checkNoForeignColumns(
  names: readonly string[],
  columns: readonly string[],
  previousColumns: readonly string[],
  tab: string,
): void {
  const own = new Set([...columns, ...previousColumns]);
  const foreign = names
    .slice(0, columns.length)
    .flatMap((name, index) => (name === '' || own.has(name) ? [] : [{ name, index }]));
  if (foreign.length === 0) return;
  const list = foreign.map(({ name, index }) => `${columnLetters(index)} ("${name}")`).join(', ');
  throw new ConfigError(
    `the tab "${tab}" has columns of your own among the job's, ${list}, which overwriting would destroy: ` +
      `move them to the right of column ${columnLetters(columns.length - 1)}, or use the mode merge, which leaves them alone`,
  );
}

/** @throws ConfigError when the table has no columns, or names that a header cannot hold. */
export function checkColumns(columns: readonly string[]): void {
  if (columns.length === 0) throw new ConfigError('the table to write has no columns');
  const unusable = columns.filter(
    (column, index) => column.trim() === '' || column !== column.trim() || columns.indexOf(column) < index,
  );
  if (unusable.length > 0) {
    throw new ConfigError(
      `columns cannot be written whose names are blank, repeated, or have blanks around them: ${quoteAll(unusable)}`,
    );
  }
}

function quoteAll(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
