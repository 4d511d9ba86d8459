import type { Connection, Dialect } from '../connection.ts';
import { quoteIdentifier, quoteList } from '../identifiers.ts';
import { copyGrants, copyIndexes, describeTable, hasDependents } from './catalog.ts';

/** A writer that cannot get its lock for so long gives up, so that readers queue behind it no longer than that. */
const LOCK_TIMEOUT = '60s';

/** PostgreSQL 15 and later. */
export const postgresDialect: Dialect = {
  name: 'postgres',
  sessionSetup: `SET TIME ZONE 'UTC'; SET lock_timeout TO '${LOCK_TIMEOUT}'; SET client_min_messages TO warning`,
  beginsLate: false,
  clock: 'clock_timestamp()',
  secondsFromNow: (seconds) => `clock_timestamp() + interval '${Math.ceil(seconds)} seconds'`,

  nullField: '',
  jsonType: 'jsonb',
  replacesByRename: true,
  assertName: () => {},
  tableAttributes: () => '',

  describeTable,
  hasDependents,
  copyGrants,
  copyIndexes,

  async lockForWriting(connection, table) {
    await connection.execute(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
  },

  async declareCursor(connection, cursor, select, values) {
    await connection.execute(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${select}`, values);
  },

  async stageRows(connection, columns, chunks) {
    return {
      fill: (table) =>
        connection.copyFromStdin(
          `COPY ${table} (${quoteList(columns)}) FROM STDIN WITH (FORMAT csv, ENCODING 'UTF8')`,
          chunks,
        ),
      [Symbol.asyncDispose]: async () => {},
    };
  },

  async createTableLike(connection, table, model) {
    const parts = ['DEFAULTS', 'GENERATED', 'IDENTITY', 'STORAGE', 'COMPRESSION', 'COMMENTS'];
    const including = parts.map((part) => `INCLUDING ${part}`).join(' ');
    await connection.execute(`CREATE TABLE ${table} (LIKE ${model} ${including})`);
  },

  async widenColumn(connection: Connection, table, column, bytes) {
    await connection.execute(
      `ALTER TABLE ${table} ALTER COLUMN ${quoteIdentifier(column)} TYPE varchar(${bytes})`,
    );
  },
};
