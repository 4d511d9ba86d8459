import { Table } from '@movement-etl/lib/table';

/** A table that has begun to be read. */
export interface BegunTable<Row extends object> extends AsyncDisposable {
  /** The first batch; empty when there are no rows. */
  readonly firstRows: readonly Row[];
  /** All rows, the first ones included. To be read once. */
  readonly rows: Table<Row>;
}

/** Looks at the first rows of a table without running its query twice. The columns must be declared. */
export async function beginReading<Row extends object>(table: Table<Row>): Promise<BegunTable<Row>> {
  const columns = await table.columns();
  const batches = table.batches()[Symbol.asyncIterator]();
  const first = await batches.next();
  const firstRows = first.done === true ? [] : first.value;

  async function* readAll() {
    if (firstRows.length > 0) yield firstRows;
    for (let next = await batches.next(); next.done !== true; next = await batches.next()) yield next.value;
  }
  return {
    firstRows,
    rows: Table.fromBatches(readAll, { columns }),
    [Symbol.asyncDispose]: async () => {
      await batches.return?.();
    },
  };
}
