/** What a table reads from: every source and every verb is one. */
export interface RowSource<R extends object> {
  /** The columns, when they are known without reading the rows; asked at most once. */
  columns(): Promise<readonly string[] | undefined>;
  /** Starts one read from the first row. No batch is empty. Rows belong to the source: nobody changes them. */
  batches(): AsyncIterable<R[]>;
}

/** How many rows sources put into a batch: enough that the cost of a promise per batch does not show. */
export const batchRowCount = 1000;

/** A source that asks for its columns once and remembers the answer; a failure is not remembered. */
export function createRowSource<R extends object>({ columns, batches }: RowSource<R>): RowSource<R> {
  let asked: Promise<readonly string[] | undefined> | undefined;
  return {
    columns: () => {
      asked ??= columns().catch((error: unknown) => {
        asked = undefined;
        throw error;
      });
      return asked;
    },
    batches,
  };
}

/** Cuts rows into batches of the usual size; copies references only. */
export function* inBatches<R>(rows: readonly R[]): Generator<R[]> {
  for (let start = 0; start < rows.length; start += batchRowCount) {
    yield rows.slice(start, start + batchRowCount);
  }
}
