import {
  ColumnUnion,
  columnTakenError,
  missingColumnsError,
  requireColumns,
  requireNewColumns,
} from './columns.ts';
import { type Reject, type RejectOptions, startRejecting } from './reject.ts';
import { createRowSource, type RowSource } from './row-source.ts';

/** How a verb makes its rows out of those of another source, batch by batch. */
export interface Derivation<R extends object, Next extends object> {
  /** The name users know, for messages. */
  readonly verb: string;
  /** Columns that have to be there. */
  readonly needs?: readonly string[];
  /** Columns that must not be there yet, and what to do when they are. */
  readonly makes?: { readonly columns: readonly string[]; readonly remedy: string };
  /** The columns of the result, from those of the input when they are known. */
  readonly columns: (input: readonly string[] | undefined) => readonly string[] | undefined;
  /**
   * Begins one read: state of a read lives in its local variables. The function it returns gets each batch with the
   * number (from 1) of its first row, and must not change the rows. `known` are the columns of the input.
   */
  readonly start: (reject: Reject, known: readonly string[] | undefined) => BatchFunction<R, Next>;
  /** What happens to rows that the verb rejects. Default: the read ends with a RejectedRowError. */
  readonly rejecting?: RejectOptions<R>;
}

export type BatchFunction<R, Next> = (batch: R[], firstRowNumber: number) => Next[];

/**
 * Applies a verb to a source. Streams.
 *
 * Where the columns of the input are known, the read fails before its first row when one is missing or taken. Where they
 * are not, rows may leave out columns; then a column counts as missing when the read ends and no row had it.
 */
export function deriveRows<R extends object, Next extends object>(
  input: RowSource<R>,
  derivation: Derivation<R, Next>,
): RowSource<Next> {
  const { verb, needs = [], makes = { columns: [], remedy: '' } } = derivation;

  async function checkedColumns(): Promise<readonly string[] | undefined> {
    const known = await input.columns();
    if (known !== undefined) {
      requireColumns(verb, needs, known);
      requireNewColumns(verb, makes.columns, known, makes.remedy);
    }
    return known;
  }

  async function* batches(): AsyncGenerator<Next[]> {
    const known = await checkedColumns();
    derivation.columns(known);
    const watch = known === undefined ? createWatch(verb, needs, makes) : undefined;
    const apply = derivation.start(startRejecting(derivation.rejecting ?? {}, derivation), known);
    let rowNumber = 1;
    for await (const batch of input.batches()) {
      watch?.look(batch);
      const made = apply(batch, rowNumber);
      rowNumber += batch.length;
      if (made.length > 0) yield made;
    }
    watch?.finish();
  }

  return createRowSource({ columns: async () => derivation.columns(await checkedColumns()), batches });
}

/** Looks for needed and taken columns in rows whose columns are not known beforehand. Free once all were seen. */
function createWatch(
  verb: string,
  needs: readonly string[],
  makes: { readonly columns: readonly string[]; readonly remedy: string },
) {
  const seen = new ColumnUnion();
  let missing = needs;
  return {
    look(batch: readonly object[]): void {
      for (const row of batch) {
        if (missing.length > 0) {
          seen.add(row);
          missing = missing.filter((column) => !(column in row));
        }
        for (const column of makes.columns) {
          if (column in row) throw columnTakenError(verb, [column], makes.remedy);
        }
      }
    },
    finish(): void {
      if (missing.length > 0 && seen.columns.length > 0) {
        throw missingColumnsError(verb, missing, seen.columns);
      }
    },
  };
}

/** The same rows; only looks that the columns a verb needs are there. */
export function withChecked<R extends object>(
  input: RowSource<R>,
  verb: string,
  needs: readonly string[],
): RowSource<R> {
  return deriveRows(input, { verb, needs, columns: (known) => known, start: () => (batch) => batch });
}
