export type { ColumnType } from './column-type.ts';
export { type ConnectOptions, connectWarehouse } from './connect-warehouse.ts';
export {
  checkpointRun,
  closeAbandonedRuns,
  type EndedRun,
  type FinishedRun,
  finishRun,
  previousRun,
  type RunCounts,
  type StartedRun,
  startRun,
} from './control/job-runs.ts';
export { createWarehouseLease, type WarehouseLease } from './control/lease.ts';
export { assertMayMigrate, assertMigrated, migrate, pendingMigrations } from './control/migrate.ts';
export { type RejectionOrigin, storeRejectedRows } from './control/rejected-rows.ts';
export { createRunHistory, type WarehouseRunHistory } from './control/run-history.ts';
export { readState, writeState } from './control/state.ts';
export { type QuotedIdentifier, quoteIdentifier } from './identifiers.ts';
export {
  namesWarehouse,
  SSL_MODES,
  type SslMode,
  type WarehouseSettings,
  warehouseSettings,
} from './settings.ts';
export type {
  CopyOptions,
  DialectName,
  ExecuteResult,
  Executor,
  LoadOptions,
  LoadResult,
  NewTableOptions,
  ReplaceOptions,
  ResultColumn,
  Session,
  TableLayout,
  TransactionOptions,
  UpsertOptions,
  Warehouse,
} from './warehouse.ts';
