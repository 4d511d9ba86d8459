import type { Connection } from './connection.ts';
import { describeQuery, queryThroughCursor } from './driver/cursor-table.ts';
import type { RowReading } from './encode/encode-rows.ts';
import { parseTableName, type TableName } from './identifiers.ts';
import { copyTable } from './load/copy-table.ts';
import { replaceTable } from './load/replace-table.ts';
import { upsertTable } from './load/upsert-table.ts';
import type { Session } from './warehouse.ts';

/** The session of one open transaction. */
export function createSession(connection: Connection): Session {
  const lend = async () => ({ connection, giveBack: async () => {} });
  return {
    execute: (sql, values) => connection.execute(sql, values),
    query: (sql, values) => queryThroughCursor(lend, sql, values),
    describe: (sql, values) => describeQuery(lend, sql, values),
    ...createLoads(async (load) => await load(connection)),
  };
}

/**
 * The loads, each on a connection that `lend` gives it. The rows are opened before: a table whose columns are not known
 * is read to its end then, so that no transaction is open meanwhile.
 */
export function createLoads(
  lend: <T>(load: (connection: Connection) => Promise<T>) => Promise<T>,
): Pick<Session, 'copy' | 'upsert' | 'replace'> {
  return {
    copy: async (table, name, options) => {
      const target = parseTableName(name);
      await using rows = await table.open();
      return await lend((connection) => {
        assertNames(connection, target, rows);
        return copyTable(connection, rows, target, options);
      });
    },
    upsert: async (table, name, options) => {
      const target = parseTableName(name);
      await using rows = await table.open();
      return await lend((connection) => {
        assertNames(connection, target, rows);
        return upsertTable(connection, rows, target, options);
      });
    },
    replace: async (table, name, options) => {
      const target = parseTableName(name);
      await using rows = await table.open();
      return await lend((connection) => {
        assertNames(connection, target, rows);
        return replaceTable(connection, rows, target, options);
      });
    },
  };
}

function assertNames(
  { dialect }: Connection,
  { schema = 'public', table }: TableName,
  rows: RowReading,
): void {
  for (const name of [schema, table, ...rows.columns]) dialect.assertName(name);
}
