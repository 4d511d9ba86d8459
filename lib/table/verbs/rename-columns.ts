import { requireDistinctNames } from '../columns.ts';
import { deriveRows } from '../derive-rows.ts';
import { cellsOf, type Row } from '../row.ts';
import type { RowSource } from '../row-source.ts';

const remedy = 'rename or remove that one in the same call or before';

/** All at once, so two columns may swap their names. */
export function renameColumns<R extends object>(
  input: RowSource<R>,
  names: Readonly<Record<string, string>>,
  verb = 'renameColumns',
): RowSource<Row> {
  const newNames = new Map(Object.entries(names));
  const targets = [...newNames.values()];
  requireDistinctNames(verb, targets);
  return deriveRows(input, {
    verb,
    needs: [...newNames.keys()],
    makes: { columns: targets.filter((target) => !newNames.has(target)), remedy },
    columns: (known) => known?.map((column) => newNames.get(column) ?? column),
    start: () => (batch) => batch.map((row) => renamed(row, newNames)),
  });
}

export function renamed(row: object, newNames: ReadonlyMap<string, string>): Row {
  const cells = cellsOf(row);
  const next: Row = {};
  for (const column in cells) next[newNames.get(column) ?? column] = cells[column];
  return next;
}
