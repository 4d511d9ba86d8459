import { connectWarehouse, type Warehouse } from '@movement-etl/lib/warehouse';
import pg from 'pg';
import {
  createTestDatabase,
  type TestDatabase,
  type TestDatabaseOptions,
} from '../../support/test-database.ts';

/** A test database, and warehouses connected to it that are closed with it. */
export interface WarehousePool {
  readonly database: TestDatabase;
  readonly url: string;
  connect(): Promise<Warehouse>;
  /**
   * Runs SQL on the PostgreSQL itself, as a superuser: for what a test arranges or looks at in words that the warehouse
   * under test need not know.
   */
  sql<R extends object = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<R[]>;
  drop(): Promise<void>;
}

export async function createWarehousePool(options?: TestDatabaseOptions): Promise<WarehousePool> {
  const database = await createTestDatabase(options);
  const warehouses: Warehouse[] = [];
  const postgres = new pg.Client({ connectionString: database.postgresUrl });
  postgres.on('error', () => {});
  await postgres.connect();
  return {
    database,
    url: database.url,
    connect: async () => {
      const warehouse = await connectWarehouse(database.settings);
      warehouses.push(warehouse);
      return warehouse;
    },
    sql: async <R extends object>(sql: string, values?: unknown[]) => {
      const answer: pg.QueryResult<R> | pg.QueryResult<R>[] = await postgres.query<R>(sql, values);
      return [answer].flat().at(-1)?.rows ?? [];
    },
    drop: async () => {
      await Promise.all(warehouses.map((warehouse) => warehouse.close()));
      await postgres.end();
      await database.drop();
    },
  };
}
