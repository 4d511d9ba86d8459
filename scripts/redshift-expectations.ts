import { TransientError } from '@movement-etl/lib/errors';
import { Table } from '@movement-etl/lib/table';
import type { Warehouse } from '@movement-etl/lib/warehouse';

/** Something that is believed of Redshift; `look` answers what there is, to be compared with `expected`. */
export interface Expectation {
  readonly what: string;
  readonly expected: unknown;
  look(): Promise<unknown>;
}

/** What the stand-in cannot prove. Everything happens in a schema that is there for it. */
export function redshiftExpectations(warehouse: Warehouse, schema: string): readonly Expectation[] {
  const table = (name: string) => `${schema}.${name}`;
  const rowsOf = async (sql: string) => (await warehouse.execute(sql)).rows;
  return [
    {
      what: 'COPY tells null from an empty text, and brings back every character',
      expected: [
        { id: 1, a: '' },
        { id: 2, a: null },
        { id: 3, a: '\\N "a", b\n😀 é\\' },
      ],
      look: async () => {
        const rows = [
          { id: 1, a: '' },
          { id: 2, a: null },
          { id: 3, a: '\\N "a", b\n😀 é\\' },
        ];
        await warehouse.copy(Table.fromRows(rows), table('texts'));
        return await rowsOf(`SELECT id, a FROM ${table('texts')} ORDER BY id`);
      },
    },
    {
      what: 'null stays null in SUPER, and JSON is JSON',
      expected: [
        { id: 1, text: '{"a":["b"]}' },
        { id: 2, text: null },
      ],
      look: async () => {
        const rows = [
          { id: 1, tags: { a: ['b'] } },
          { id: 2, tags: null },
        ];
        await warehouse.copy(Table.fromRows(rows), table('documents'), { columnTypes: { tags: 'super' } });
        const found = await rowsOf(
          `SELECT id, CASE WHEN tags IS NOT NULL THEN JSON_SERIALIZE(tags) END AS text FROM ${table('documents')} ORDER BY id`,
        );
        return found.map(({ id, text }) => ({
          id,
          text: (text as string | null)?.replaceAll(' ', '') ?? null,
        }));
      },
    },
    {
      what: 'a double, a decimal and a moment come back as they were',
      expected: [{ x: Math.E, amount: '12.35', at: new Date('2026-01-31T12:00:00.123Z') }],
      look: async () => {
        const row = { x: Math.E, amount: '12.35', at: new Date('2026-01-31T12:00:00.123Z') };
        await warehouse.copy(Table.fromRows([row]), table('numbers'), {
          columnTypes: { amount: 'numeric(18,2)' },
        });
        return await warehouse.query(`SELECT x, amount, at FROM ${table('numbers')}`).toArray();
      },
    },
    {
      what: '2,500 rows are read through a cursor',
      expected: 2500,
      look: async () => {
        const rows = Array.from({ length: 2500 }, (_, id) => ({ id }));
        await warehouse.copy(Table.fromRows(rows), table('many'), { distkey: 'id', sortkey: 'id' });
        return await warehouse.query(`SELECT id FROM ${table('many')}`).numRows();
      },
    },
    {
      what: 'rows that COPY refuses are told by column, code and line, without their values',
      expected: { column: 'a', code: 1204, line: 1, showsValue: false },
      look: async () => {
        const name = table('narrow');
        await warehouse.execute(`CREATE TABLE ${name} (id integer, a varchar(20))`);
        const rows = Table.fromBatches(
          async function* () {
            // Nobody notices before the COPY that the column is shorter now.
            await warehouse.execute(`DROP TABLE ${name}`);
            await warehouse.execute(`CREATE TABLE ${name} (id integer, a varchar(2))`);
            yield [{ id: 1, a: 'canary' }];
          },
          { columns: ['id', 'a'] },
        );
        const error = await failureOf(warehouse.copy(rows, name, { ifExists: 'append' }));
        const { column, code, line } = error.facts ?? {};
        return { column, code, line, showsValue: error.message.includes('canary') };
      },
    },
    {
      what: 'an upsert counts what it did, and leaves the columns alone that its rows do not have',
      expected: {
        inserted: 1,
        updated: 1,
        rows: [
          { id: 1, a: 'new', b: 'kept' },
          { id: 2, a: 'two', b: null },
        ],
      },
      look: async () => {
        const name = table('merged');
        await warehouse.copy(Table.fromRows([{ id: 1, a: 'old', b: 'kept' }]), name);
        const changes = Table.fromRows([
          { id: 1, a: 'new' },
          { id: 2, a: 'two' },
        ]);
        const { inserted, updated } = await warehouse.upsert(changes, name, { key: ['id'] });
        return { inserted, updated, rows: await rowsOf(`SELECT id, a, b FROM ${name} ORDER BY id`) };
      },
    },
    {
      what: 'two upserts of one table at once store no key twice',
      expected: [{ keys: 1, stored: 1 }],
      look: async () => {
        const name = table('together');
        await warehouse.execute(`CREATE TABLE ${name} (id integer, a varchar(8))`);
        const upsert = (a: string) => warehouse.upsert(Table.fromRows([{ id: 1, a }]), name, { key: ['id'] });
        await Promise.all([upsert('one'), upsert('two')]);
        const [counts] = await rowsOf(`SELECT COUNT(DISTINCT id) AS keys, COUNT(*) AS stored FROM ${name}`);
        return [{ keys: Number(counts?.keys), stored: Number(counts?.stored) }];
      },
    },
    {
      what: 'a transaction that writes what another one changed meanwhile is cancelled with an error that may be tried again',
      expected: true,
      look: async () => {
        const name = table('contested');
        await warehouse.copy(Table.fromRows([{ id: 1, a: 'old' }]), name);
        const late = warehouse.transaction(async (tx) => {
          await tx.execute(`SELECT a FROM ${name}`);
          await warehouse.execute(`UPDATE ${name} SET a = 'first' WHERE id = 1`);
          await tx.execute(`UPDATE ${name} SET a = 'second' WHERE id = 1`);
        });
        return (await failureOf(late)) instanceof TransientError;
      },
    },
    {
      what: 'alterTable widens and adds columns',
      expected: [{ id: 2, a: 'longer than four', b: 7 }],
      look: async () => {
        const name = table('grown');
        await warehouse.execute(`CREATE TABLE ${name} (id integer, a varchar(4))`);
        const rows = Table.fromRows([{ id: 2, a: 'longer than four', b: 7 }]);
        await warehouse.copy(rows, name, { ifExists: 'append', alterTable: true });
        return await rowsOf(`SELECT id, a, b FROM ${name}`);
      },
    },
    {
      what: 'a table that is dropped and made anew keeps its grants, and late-binding views show the new one',
      expected: { rows: [{ id: 2 }], grants: ['SELECT'] },
      look: async () => {
        const name = table('exchanged');
        await warehouse.copy(Table.fromRows([{ id: 1 }]), name);
        await warehouse.execute(`GRANT SELECT ON ${name} TO PUBLIC`);
        await warehouse.execute(
          `CREATE VIEW ${table('late')} AS SELECT id FROM ${name} WITH NO SCHEMA BINDING`,
        );
        await warehouse.copy(Table.fromRows([{ id: 2 }]), name, { ifExists: 'drop' });
        const grants = await rowsOf(
          `SELECT privilege_type FROM svv_relation_privileges
           WHERE namespace_name = '${schema}' AND relation_name = 'exchanged' AND identity_name = 'public'`,
        );
        const rows = await rowsOf(`SELECT id FROM ${table('late')}`);
        return { rows, grants: grants.map(({ privilege_type: right }) => right) };
      },
    },
  ];
}

interface Failure extends Error {
  readonly facts?: Readonly<Record<string, unknown>>;
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  return await work.then(
    () => new Error('nothing failed'),
    (error: Error) => error,
  );
}
