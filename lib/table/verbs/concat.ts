import { PermanentError } from '../../errors/index.ts';
import { openReading, type Reading } from '../reading.ts';
import { cellsOf, createRowMaker, type Row } from '../row.ts';
import { createRowSource, type RowSource } from '../row-source.ts';

/** Tables under one another, by column name; null where a table has no such column. */
export function concat(inputs: readonly RowSource<object>[]): RowSource<Row> {
  return readTogether(inputs, (all) => {
    const columns = [...new Set(all.flat())];
    return { columns, plans: all.map((own) => ({ from: own, to: own })) };
  });
}

/** Tables under one another, by position; the names are those of the first. */
export function stack(inputs: readonly RowSource<object>[]): RowSource<Row> {
  return readTogether(inputs, (all) => {
    const columns = all[0] ?? [];
    all.forEach((own, index) => {
      if (own.length !== columns.length) throw unequalWidthError(index, own.length, columns.length);
    });
    return { columns, plans: all.map((own) => ({ from: own, to: columns })) };
  });
}

interface Layout {
  readonly columns: readonly string[];
  /** For each table which of its columns go into which of the result. */
  readonly plans: readonly { readonly from: readonly string[]; readonly to: readonly string[] }[];
}

/** Where all columns are known, streams; a table whose columns are not is put aside first (openReading). */
function readTogether(
  inputs: readonly RowSource<object>[],
  lay: (columns: readonly (readonly string[])[]) => Layout,
): RowSource<Row> {
  return createRowSource({
    columns: async () => {
      const known = await Promise.all(inputs.map((input) => input.columns()));
      return known.every((columns) => columns !== undefined) ? lay(known).columns : undefined;
    },
    batches: async function* () {
      await using readings = new AsyncDisposableStack();
      const opened: Reading<object>[] = [];
      for (const input of inputs) opened.push(readings.use(await openReading(input)));
      const { columns, plans } = lay(opened.map((reading) => reading.columns));
      const emptyRow = createRowMaker(columns);
      for (const [index, reading] of opened.entries()) {
        const { from = [], to = [] } = plans[index] ?? {};
        const hasAllColumns = from === to && from.length === columns.length;
        const isDeclared = (await inputs[index]?.columns()) !== undefined;
        for await (const batch of reading.batches()) {
          // Rows with declared columns are of this shape already and need no copy.
          yield hasAllColumns && isDeclared
            ? batch.map(cellsOf)
            : batch.map((row) => fillRow(emptyRow(), to, row, from));
        }
      }
    },
  });
}

function fillRow(target: Row, to: readonly string[], row: object, from: readonly string[]): Row {
  const cells = cellsOf(row);
  for (let index = 0; index < from.length; index += 1) {
    target[to[index] as string] = cells[from[index] as string] ?? null;
  }
  return target;
}

function unequalWidthError(index: number, width: number, first: number): PermanentError {
  return new PermanentError(
    `stack: table ${index + 1} has ${width} columns, the first has ${first}; to put tables together by column name use concat`,
    { facts: { verb: 'stack' } },
  );
}
