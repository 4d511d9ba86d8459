import { RejectedRowError } from '../../errors/index.ts';
import type { Encoder, EncodeState } from './encoder.ts';

/** A column of the CSV that is written. */
export interface EncodedColumn {
  readonly name: string;
  readonly encode: Encoder;
  /** A row without a value here is rejected with this reason; undefined: empty is allowed. */
  readonly whyRequired?: string | undefined;
}

/** Encodes rows of plain objects as lines of CSV, one row at a time; this is the hot path of every load. */
export interface RowEncoder {
  /**
   * The row as one line without its line end; a column that the row lacks is null, other keys are left out.
   *
   * @throws RejectedRowError when a value does not fit; it names the row and the column, never the value.
   */
  encode(row: Readonly<Record<string, unknown>>, rowNumber: number): string;
}

/** Everything that does not change from row to row is looked up once, here. `nullField` is what stands for null. */
export function createRowEncoder(
  columns: readonly EncodedColumn[],
  state: EncodeState,
  nullField = '',
): RowEncoder {
  const names = columns.map(({ name }) => name);
  const encoders = columns.map(({ encode }) => encode);
  const whyRequired = columns.map((column) => column.whyRequired);
  const count = columns.length;

  function encode(row: Readonly<Record<string, unknown>>, rowNumber: number): string {
    let line = '';
    for (let index = 0; index < count; index++) {
      const value = row[names[index] as string];
      if (index > 0) line += ',';
      if (value === undefined || value === null) {
        const reason = whyRequired[index];
        if (reason !== undefined) throw rejection(rowNumber, names[index], reason);
        line += nullField;
        continue;
      }
      const field = (encoders[index] as Encoder)(value, state);
      if (field === undefined) throw rejection(rowNumber, names[index], state.reason);
      line += field;
    }
    return line;
  }

  return { encode };
}

function rejection(rowNumber: number, column: string | undefined, reason: string): RejectedRowError {
  return new RejectedRowError({ rowNumber, reason, ...(column === undefined ? {} : { column }) });
}
