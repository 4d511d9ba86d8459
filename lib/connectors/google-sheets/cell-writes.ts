import type { CellValue } from './cells.ts';
import { writeRows } from './requests.ts';
import type { BatchRequest } from './sheets-api.ts';

/** Neighbouring cells of one row. */
export interface Run {
  readonly startColumn: number;
  readonly cells: readonly CellValue[];
}

interface WriteBlock {
  readonly startRow: number;
  readonly startColumn: number;
  readonly rows: (readonly CellValue[])[];
}

/** `{"userEnteredValue":{"stringValue":…}},` around each value, rounded up. */
const BYTES_A_CELL = 48;
/** `{"updateCells":{"start":{…},"rows":[…],"fields":"userEnteredValue"}},` around each block, rounded up. */
const BYTES_A_BLOCK = 160;

/** Bytes that the runs of one row take in a batchUpdate, at most. */
export function writeBytes(runs: readonly Run[]): number {
  return runs.reduce((sum, { cells }) => {
    return sum + BYTES_A_BLOCK + cells.length * BYTES_A_CELL + Buffer.byteLength(JSON.stringify(cells));
  }, 0);
}

/** Gathers cells and joins those that lie below each other in the same columns, so that few requests write them. */
export class CellWrites {
  readonly #blocks: WriteBlock[] = [];
  /** The last block of each range of columns. */
  readonly #openBlocks = new Map<string, WriteBlock>();

  get requestCount(): number {
    return this.#blocks.length;
  }

  /** Rows come from the top down; only then are they joined. */
  add(row: number, { startColumn, cells }: Run): void {
    const key = `${startColumn}+${cells.length}`;
    const open = this.#openBlocks.get(key);
    if (open !== undefined && open.startRow + open.rows.length === row) {
      open.rows.push(cells);
      return;
    }
    const block = { startRow: row, startColumn, rows: [cells] };
    this.#blocks.push(block);
    this.#openBlocks.set(key, block);
  }

  toRequests(sheetId: number): BatchRequest[] {
    return this.#blocks.map(({ startRow, startColumn, rows }) =>
      writeRows(sheetId, startRow, startColumn, rows),
    );
  }
}
