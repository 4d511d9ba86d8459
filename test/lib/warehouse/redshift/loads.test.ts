import { Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';
import { copyTable } from '../../../../lib/warehouse/load/copy-table.ts';
import { replaceTable } from '../../../../lib/warehouse/load/replace-table.ts';
import { upsertTable } from '../../../../lib/warehouse/load/upsert-table.ts';
import { type Answer, catalogRows, recordStatements } from './recording-connection.ts';

const PEOPLE = catalogRows({ id: 'bigint', name: 'character varying(8)' });
const TARGET = { schema: 'crm', table: 'people' };
const DESCRIBE = `[catalog] SELECT a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS column_type, a.attnotnull AS is_required FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = $1 AND n.nspname = $2 AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum <- ["people","crm"]`;
const copyInto = (table: string, columns: string) =>
  `COPY ${table} (${columns}) FROM 's3://bucket/movement-etl/20260131T010000Z-0123456789ab/manifest.json' IAM_ROLE 'arn:aws:iam::123456789012:role/loader' MANIFEST FORMAT CSV GZIP NULL AS '~null' TIMEFORMAT 'auto' DATEFORMAT 'auto' ROUNDEC COMPUPDATE OFF STATUPDATE OFF REGION 'eu-west-1'`;
const LAST_COUNT = 'SELECT pg_last_copy_count() AS count';

/** Answers counts in order, the catalog with a table, and what else is asked for by the beginning of the statement. */
function database(table: Answer | undefined, counts: readonly number[], others: Record<string, Answer> = {}) {
  const left = [...counts];
  return (sql: string): Answer | undefined => {
    if (sql.startsWith('SELECT a.attname')) return table;
    if (/count\b/.test(sql) && /^SELECT (count\(|pg_last)/.test(sql))
      return { rows: [{ count: left.shift() }] };
    return Object.entries(others).find(([beginning]) => sql.startsWith(beginning))?.[1];
  };
}

/** The stage has a random name. */
const plain = (statements: readonly string[]) =>
  statements.map((sql) => sql.replaceAll(/etl_stage_[0-9a-f]{12}/g, 'stage'));

describe('what Redshift is sent', () => {
  it('for a new table: types that were found or declared, and its keys', async () => {
    const { connection, statements, uploaded } = recordStatements(database(undefined, [2, 2]));
    const options = {
      distkey: 'id',
      sortkey: ['name', 'id'],
      columnTypes: { note: 'super' },
      strictLength: true,
    };
    await using reading = await Table.fromRows<object>([
      { id: 1, name: 'Ada', note: {} },
      { id: 2, name: null, note: [1] },
    ]).open();

    await copyTable(connection, reading, TARGET, options);

    expect(uploaded.join('')).toBe('1,Ada,{}\n2,~null,[1]\n');
    expect(statements).toEqual([
      DESCRIBE,
      'CREATE TABLE "crm"."people" ( "id" integer, "name" varchar(3), "note" super ) DISTKEY("id") COMPOUND SORTKEY("name", "id")',
      copyInto('"crm"."people"', '"id", "name", "note"'),
      LAST_COUNT,
      'SELECT count(*) AS count FROM "crm"."people"',
      '[folder deleted]',
    ]);
  });

  it('for an append: null told from an empty text', async () => {
    const { connection, statements, uploaded } = recordStatements(database(PEOPLE, [2]));
    await using reading = await Table.fromRows([{ name: '' }, { name: null }]).open();

    await copyTable(connection, reading, TARGET, { ifExists: 'append' });

    expect(uploaded.join('')).toBe('""\n~null\n');
    expect(statements).toEqual([
      DESCRIBE,
      copyInto('"crm"."people"', '"name"'),
      LAST_COUNT,
      '[folder deleted]',
    ]);
  });

  it('for no rows: nothing that has to do with S3', async () => {
    const { connection, statements } = recordStatements(database(PEOPLE, []));
    await using reading = await Table.fromRows<{ id: number }>([], { columns: ['id'] }).open();

    const result = await copyTable(connection, reading, TARGET, { ifExists: 'append' });

    expect(result).toMatchObject({ read: 0, written: 0 });
    expect(statements).toEqual([DESCRIBE, '[folder deleted]']);
  });

  it('for alterTable: widening before the transaction, one column a statement, and no TRUNCATE', async () => {
    const { connection, statements } = recordStatements(database(PEOPLE, [1, 1]));
    await using reading = await Table.fromRows([{ id: 1, name: 'Ada Lovelace', age: 36, ok: true }]).open();

    await copyTable(connection, reading, TARGET, { ifExists: 'truncate', alterTable: true });

    expect(statements).toEqual([
      DESCRIBE,
      '[before] ALTER TABLE "crm"."people" ALTER COLUMN "name" TYPE varchar(64)',
      'ALTER TABLE "crm"."people" ADD COLUMN "age" integer',
      'ALTER TABLE "crm"."people" ADD COLUMN "ok" boolean',
      'LOCK TABLE "crm"."people"',
      'DELETE FROM "crm"."people"',
      copyInto('"crm"."people"', '"id", "name", "age", "ok"'),
      LAST_COUNT,
      '[folder deleted]',
      'SELECT count(*) AS count FROM "crm"."people"',
    ]);
  });

  it('for drop: a new table with the old grants and owner takes the place', async () => {
    const access = (owner: string, list: string | null) => ({
      rows: [{ schema_name: 'crm', owner_name: owner, access: list }],
    });
    const answers = database(PEOPLE, [1, 1], {
      'SELECT (SELECT COUNT': { rows: [{ views: 0, keys: 0 }] },
      'SELECT identity_name': { rows: [{ identity_name: 'analyst', privilege_type: 'SELECT' }] },
    });
    let asked = 0;
    const { connection, statements } = recordStatements((sql) => {
      if (!sql.startsWith('SELECT n.nspname')) return answers(sql);
      asked += 1;
      return asked === 1
        ? access('boss', 'boss=arwdRxt/boss,group "the team"=r*w/boss,=r/boss')
        : access('etl', null);
    });
    await using reading = await Table.fromRows([{ id: 1 }]).open();

    await copyTable(connection, reading, TARGET, { ifExists: 'drop' });

    expect(statements.filter((sql) => !sql.startsWith('[catalog]'))).toEqual([
      'CREATE TABLE "crm"."people__new" ( "id" integer )',
      copyInto('"crm"."people__new"', '"id"'),
      LAST_COUNT,
      'SELECT count(*) AS count FROM "crm"."people__new"',
      '[folder deleted]',
      `[apart] SELECT identity_name, privilege_type FROM svv_relation_privileges WHERE namespace_name = $1 AND relation_name = $2 AND identity_type = 'role' <- ["crm","people"]`,
      'GRANT SELECT ON "crm"."people__new" TO GROUP "the team" WITH GRANT OPTION',
      'GRANT UPDATE ON "crm"."people__new" TO GROUP "the team"',
      'GRANT SELECT ON "crm"."people__new" TO PUBLIC',
      'GRANT SELECT ON "crm"."people__new" TO ROLE "analyst"',
      'ALTER TABLE "crm"."people__new" OWNER TO "boss"',
      'ALTER TABLE "crm"."people" RENAME TO "people__old"',
      'ALTER TABLE "crm"."people__new" RENAME TO "people"',
      'DROP TABLE "crm"."people__old"',
    ]);
  });

  it('for drop: nothing, where views depend on the table', async () => {
    const { connection, statements } = recordStatements(
      database(PEOPLE, [], { 'SELECT (SELECT COUNT': { rows: [{ views: '1', keys: '0' }] } }),
    );
    await using reading = await Table.fromRows([{ id: 1 }]).open();

    const attempt = copyTable(connection, reading, TARGET, { ifExists: 'drop' });

    await expect(attempt).rejects.toThrow("use ifExists: 'truncate'");
    expect(statements.every((sql) => sql.startsWith('[catalog]'))).toBe(true);
  });

  it('for an upsert: rows are on S3 before the transaction begins, and are merged by what both databases know', async () => {
    const { connection, statements } = recordStatements(
      database(PEOPLE, [3, 2, 2, 10, 11], {
        'DELETE FROM "etl_stage': { rowCount: 1 },
        'DELETE FROM "crm"."people" USING': { rowCount: 1 },
        'INSERT INTO "crm"."people"': { rowCount: 2 },
      }),
    );
    await using reading = await Table.fromRows([
      { id: 1, name: 'old' },
      { id: 1, name: 'new' },
      { id: 2, name: null },
    ]).open();

    const result = await upsertTable(connection, reading, TARGET, { key: ['id'] });

    expect(result).toMatchObject({ read: 3, written: 2, inserted: 1, updated: 1, duplicates: 1 });
    expect(plain(statements)).toEqual([
      DESCRIBE,
      'LOCK TABLE "crm"."people"',
      'CREATE TEMPORARY TABLE "stage" AS SELECT "id", "name", CAST(0 AS bigint) AS "etl_row_number" FROM "crm"."people" WHERE 1 = 0',
      copyInto('"stage"', '"id", "name", "etl_row_number"'),
      LAST_COUNT,
      'SELECT count(*) AS count FROM (SELECT 1 FROM "stage" GROUP BY "id") AS keys',
      'DELETE FROM "stage" WHERE "etl_row_number" IN ( SELECT "etl_row_number" FROM ( SELECT "etl_row_number", ROW_NUMBER() OVER (PARTITION BY "id" ORDER BY "etl_row_number" DESC) AS place FROM "stage" ) AS ranked WHERE place > 1 )',
      'SELECT count(*) AS count FROM "stage"',
      'LOCK TABLE "crm"."people"',
      'SELECT count(*) AS count FROM "crm"."people"',
      'DELETE FROM "crm"."people" USING "stage" WHERE "people"."id" = "stage"."id"',
      'INSERT INTO "crm"."people" ("id", "name") SELECT "id", "name" FROM "stage"',
      'SELECT count(*) AS count FROM "crm"."people"',
      'DROP TABLE "stage"',
      '[folder deleted]',
    ]);
  });

  it('for an upsert of some columns: the others are left alone', async () => {
    const { connection, statements } = recordStatements(
      database(catalogRows({ id: 'bigint', name: 'character varying(8)', age: 'integer' }), [1, 1, 1, 5, 6], {
        'INSERT INTO "crm"."people"': { rowCount: 1 },
      }),
    );
    await using reading = await Table.fromRows([{ id: 7, name: 'x' }]).open();

    await upsertTable(connection, reading, TARGET, { key: ['id'] });

    expect(plain(statements).slice(-5, -2)).toEqual([
      'UPDATE "crm"."people" SET "name" = "stage"."name" FROM "stage" WHERE "people"."id" = "stage"."id"',
      'INSERT INTO "crm"."people" ("id", "name") SELECT "stage"."id", "stage"."name" FROM "stage" LEFT JOIN "crm"."people" ON "people"."id" = "stage"."id" WHERE "people"."id" IS NULL',
      'SELECT count(*) AS count FROM "crm"."people"',
    ]);
  });

  it('for a replacement: the table stays, so that its grants and views do, and its rows are exchanged', async () => {
    const { connection, statements } = recordStatements(database(PEOPLE, [1, 1, 1]));
    await using reading = await Table.fromRows([{ id: 1, name: 'x' }]).open();

    await replaceTable(connection, reading, TARGET, { key: ['id'] });

    expect(statements).toEqual([
      DESCRIBE,
      'LOCK TABLE "crm"."people"',
      'CREATE TABLE "crm"."people__new" (LIKE "crm"."people" INCLUDING DEFAULTS)',
      'ALTER TABLE "crm"."people__new" ADD COLUMN "etl_row_number" bigint',
      copyInto('"crm"."people__new"', '"id", "name", "etl_row_number"'),
      LAST_COUNT,
      'SELECT count(*) AS count FROM (SELECT 1 FROM "crm"."people__new" GROUP BY "id") AS keys',
      'ALTER TABLE "crm"."people__new" DROP COLUMN "etl_row_number"',
      'SELECT count(*) AS count FROM "crm"."people__new"',
      '[folder deleted]',
      'LOCK TABLE "crm"."people"',
      'DELETE FROM "crm"."people"',
      'INSERT INTO "crm"."people" ("id", "name") SELECT "id", "name" FROM "crm"."people__new"',
      'DROP TABLE "crm"."people__new"',
    ]);
  });
});

describe('a load into Redshift', () => {
  it('ends when the database has stored another number of rows', async () => {
    const { connection } = recordStatements(database(PEOPLE, [1]));
    await using reading = await Table.fromRows([{ id: 1 }, { id: 2 }]).open();

    const attempt = copyTable(connection, reading, TARGET, { ifExists: 'append' });

    await expect(attempt).rejects.toThrow('the accounts do not balance: 2 rows should be stored');
  });

  it('deletes its folder when the COPY fails', async () => {
    const { connection, statements } = recordStatements((sql) =>
      sql.startsWith('COPY') ? new Error('no') : database(PEOPLE, [])(sql),
    );
    await using reading = await Table.fromRows([{ id: 1 }]).open();

    await expect(copyTable(connection, reading, TARGET, { ifExists: 'append' })).rejects.toThrow('no');

    expect(statements.at(-1)).toBe('[folder deleted]');
  });

  it('refuses a name that Redshift would change', () => {
    const { connection } = recordStatements(() => undefined);

    expect(() => connection.dialect.assertName('firstName')).toThrow(
      'rename firstName, for example to firstname',
    );
    expect(() => connection.dialect.assertName('first_name')).not.toThrow();
  });

  it('says what to do when a column cannot be widened because the transaction has begun', async () => {
    const { connection } = recordStatements((sql) =>
      sql.includes('ALTER COLUMN')
        ? new Error('the transaction has begun already')
        : database(PEOPLE, [])(sql),
    );
    await using reading = await Table.fromRows([{ id: 1, name: 'Ada Lovelace' }]).open();

    const attempt = copyTable(connection, reading, TARGET, { ifExists: 'append', alterTable: true });

    await expect(attempt).rejects.toThrow('load with alterTable on the warehouse itself');
  });
});
