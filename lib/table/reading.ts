import type { RowSource } from './row-source.ts';
import { Spool, type SpoolOptions } from './spool.ts';

/** One read of a table whose columns are known before its first row. */
export interface Reading<R extends object> extends AsyncDisposable {
  readonly columns: readonly string[];
  batches(): AsyncIterable<R[]>;
  close(): Promise<void>;
}

/**
 * Begins a read whose columns are known before its first row. Streams where the columns are known; otherwise reads the
 * source to its end first and puts the rows aside, so that it is still read once and memory stays flat.
 */
export async function openReading<R extends object>(
  source: RowSource<R>,
  options: SpoolOptions = {},
): Promise<Reading<R>> {
  const columns = await source.columns();
  if (columns === undefined) return await Spool.fill(source.batches(), options);
  const close = async () => {};
  return { columns, batches: () => source.batches(), close, [Symbol.asyncDispose]: close };
}
