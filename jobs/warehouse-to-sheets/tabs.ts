import { ConfigError, type EtlError, PermanentError, TransientError } from '@movement-etl/lib/errors';
import { Table } from '@movement-etl/lib/table';
import type { Session } from '@movement-etl/lib/warehouse';
import type { Query } from './queries.ts';
import { type SheetColumn, toSheetColumn } from './sheet-columns.ts';

type WarehouseRow = Readonly<Record<string, unknown>>;

/** A tab to write: its query's rows and columns. */
export interface Tab {
  readonly worksheet: string;
  readonly columns: readonly SheetColumn[];
  /** As the warehouse gives them, streamed; each read runs the query. */
  readonly rows: Table<WarehouseRow>;
}

/**
 * Has the warehouse look at a query, which it does not run yet, so that a wrong one is found before any tab changes.
 *
 * @throws PermanentError that names the query when the warehouse cannot make sense of it.
 * @throws ConfigError when the key is not among its columns.
 */
export async function openTab(
  warehouse: Session,
  { worksheet, sql, origin }: Query,
  key: string | undefined,
): Promise<Tab> {
  const described = await warehouse.describe(sql).catch((error: unknown) => {
    throw queryError(origin, error);
  });
  const columns = described.map(toSheetColumn);
  const names = columns.map(({ name }) => name);
  if (key !== undefined && !names.includes(key)) {
    throw new ConfigError(
      `the query ${origin} has no column "${key}" (SHEETS_KEY); its columns are ${names.join(', ')}`,
    );
  }
  const rows = Table.fromBatches(() => warehouse.query<WarehouseRow>(sql).batches(), { columns: names });
  return { worksheet, columns, rows };
}

function queryError(origin: string, cause: unknown): EtlError {
  const Failure = cause instanceof TransientError ? TransientError : PermanentError;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Failure(`the query ${origin}: ${reason}`, { cause });
}
