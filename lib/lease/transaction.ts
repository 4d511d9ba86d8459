/**
 * The part of a database session that this room hands through: what `run.checkpoint(tx)` is given inside the job's
 * data transaction. `Session` of lib/warehouse has this shape.
 */
export interface Transaction {
  execute(sql: string, values?: readonly unknown[]): Promise<{ readonly rowCount: number }>;
}
