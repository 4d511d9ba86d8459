import type { Run } from './cell-writes.ts';
import { type CellValue, isSameCell } from './cells.ts';

/** Our columns in the order in which they lie in the tab: `source` is the place in our list, `index` the tab's column. */
interface Placed {
  readonly source: number;
  readonly index: number;
}

/** Lays cells that are in the order of our columns out over the columns of the tab. */
export class ColumnLayout {
  readonly #placed: readonly Placed[];

  constructor(columnIndexes: readonly number[]) {
    this.#placed = columnIndexes
      .map((index, source) => ({ source, index }))
      .toSorted((a, b) => a.index - b.index);
  }

  /** All cells of a row; people's columns between ours part the runs. */
  allRuns(cells: readonly CellValue[]): Run[] {
    return this.#runs(cells, () => true);
  }

  /** Only the cells that differ from what was found. */
  changedRuns(cells: readonly CellValue[], found: readonly (CellValue | undefined)[]): Run[] {
    return this.#runs(cells, (source) => !isSameCell(found[source], cells[source] ?? null));
  }

  #runs(cells: readonly CellValue[], isWanted: (source: number) => boolean): Run[] {
    const runs: { startColumn: number; cells: CellValue[] }[] = [];
    for (const { source, index } of this.#placed) {
      if (!isWanted(source)) continue;
      const last = runs.at(-1);
      const cell = cells[source] ?? null;
      if (last !== undefined && last.startColumn + last.cells.length === index) last.cells.push(cell);
      else runs.push({ startColumn: index, cells: [cell] });
    }
    return runs;
  }
}
