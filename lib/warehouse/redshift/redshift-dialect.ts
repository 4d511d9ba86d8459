import { PermanentError } from '../../errors/index.ts';
import type { Dialect } from '../connection.ts';
import { quoteIdentifier, quoteList } from '../identifiers.ts';
import { describeTable, hasDependents } from './catalog.ts';
import { copyGrants } from './grants.ts';
import { inlineValues } from './inline-values.ts';
import { createNullMarker } from './null-marker.ts';
import type { S3Staging } from './s3/s3-staging.ts';
import { stageRows } from './stage-rows.ts';
import { redshiftWords } from './words.ts';

/** Amazon Redshift, provisioned or Serverless, loaded through `staging`. */
export function createRedshiftDialect(staging: S3Staging, nullField = createNullMarker()): Dialect {
  return {
    ...redshiftWords,
    name: 'redshift',
    // Two more digits than by default are what a double needs to come back as it was.
    sessionSetup: "SET timezone TO 'UTC'; SET extra_float_digits TO 2",
    nullField,
    jsonType: 'super',
    // Who may use a table is nowhere to be read in full by a user who is no administrator; so tables stay.
    replacesByRename: false,

    describeTable,
    hasDependents,
    copyGrants,
    copyIndexes: async () => [],

    assertName(name) {
      if (!/[A-Z]/.test(name)) return;
      throw new PermanentError(
        `Redshift keeps names in lower case, also quoted ones: rename ${name}, for example to ${name.toLowerCase()}`,
      );
    },

    async declareCursor(connection, cursor, select, values) {
      await connection.execute(`DECLARE ${cursor} CURSOR FOR ${inlineValues(select, values)}`);
    },

    /**
     * The one statement that waits for other writers before the transaction's view of the data is fixed; a DELETE would
     * wait with a view that lacks what they then commit, so that an upsert would store their keys twice. It also waits
     * for queries under way, and later ones wait for it.
     */
    async lockForWriting(connection, table) {
      await connection.execute(`LOCK TABLE ${table}`);
    },

    stageRows: (connection, columns, chunks) => stageRows(staging, connection, columns, chunks, nullField),

    async createTableLike(connection, table, model) {
      await connection.execute(`CREATE TABLE ${table} (LIKE ${model} INCLUDING DEFAULTS)`);
    },

    tableAttributes({ distkey, sortkey = [] }) {
      const sorted = [sortkey].flat();
      const spread = distkey === undefined ? '' : ` DISTKEY(${quoteIdentifier(distkey)})`;
      return sorted.length === 0 ? spread : `${spread} COMPOUND SORTKEY(${quoteList(sorted)})`;
    },

    async widenColumn(connection, table, column, bytes) {
      try {
        await connection.executeBefore(
          `ALTER TABLE ${table} ALTER COLUMN ${quoteIdentifier(column)} TYPE varchar(${bytes})`,
        );
      } catch (cause) {
        throw new PermanentError(
          `the column ${column} of ${table} is too short, and could not be widened. Redshift does that only outside of a ` +
            'transaction: load with alterTable on the warehouse itself, or as the first thing in the transaction; and not for ' +
            'columns with a default or a key',
          { cause, facts: { table, column, bytes } },
        );
      }
    },
  };
}
