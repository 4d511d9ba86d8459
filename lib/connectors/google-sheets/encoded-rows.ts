import { RejectedRowError } from '../../errors/index.ts';
import { type CellValue, encodeCell } from './cells.ts';

/** What is written. A `Table` is one; its columns are known before its first row, and it is read once. */
export interface TableInput {
  open(): Promise<TableReading>;
}

export interface TableReading extends AsyncDisposable {
  readonly columns: readonly string[];
  batches(): AsyncIterable<readonly object[]>;
}

/** Collects rows that cannot be stored; `RejectedRows` of lib/table is one. */
export interface RowRejects {
  add(error: RejectedRowError, key?: string): void;
}

export interface EncodedRow {
  /** Counted from 1 in the table. */
  readonly rowNumber: number;
  /** One a column, in the order of the columns. */
  readonly cells: readonly CellValue[];
}

export interface ReadCounts {
  read: number;
  rejected: number;
}

/**
 * The table's rows as cells, batch by batch. A row with a value that no cell can hold goes to `rejected`.
 *
 * @throws RejectedRowError for such a row when there is no `rejected`.
 */
export async function* encodeRows(
  reading: TableReading,
  counts: ReadCounts,
  rejected?: RowRejects,
): AsyncGenerator<EncodedRow[]> {
  for await (const batch of reading.batches()) {
    const rows: EncodedRow[] = [];
    for (const row of batch) {
      const rowNumber = ++counts.read;
      try {
        rows.push({ rowNumber, cells: encodeRow(row, reading.columns, rowNumber) });
      } catch (error) {
        reject(error, counts, rejected);
      }
    }
    yield rows;
  }
}

/** Counts and collects a rejected row; anything else, or a rejection that nobody collects, is thrown again. */
export function reject(error: unknown, counts: ReadCounts, rejected: RowRejects | undefined): void {
  if (!(error instanceof RejectedRowError) || rejected === undefined) throw error;
  counts.rejected += 1;
  rejected.add(error);
}

function encodeRow(row: object, columns: readonly string[], rowNumber: number): CellValue[] {
  const values = new Map<string, unknown>(Object.entries(row));
  return columns.map((column) => encodeCell(values.get(column), { rowNumber, column }));
}
