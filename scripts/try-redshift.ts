import { inspect, isDeepStrictEqual } from 'node:util';
import { readEnvironment, readSettings } from '@movement-etl/lib/settings';
import { connectWarehouse, type Warehouse, warehouseSettings } from '@movement-etl/lib/warehouse';
import { z } from 'zod';
import { redshiftExpectations } from './redshift-expectations.ts';

/**
 *   node scripts/try-redshift.ts
 *
 * Tries on a cluster what its stand-in cannot prove; settings as for a job. Everything happens in the schema `etl_try`, which
 * must not be there before, and is dropped in the end. Prints a line an expectation; ends with 1 where the cluster does
 * otherwise.
 */
const SCHEMA = 'etl_try';

process.exitCode = await main();

async function main(): Promise<number> {
  const { settings, problems } = readSettings(z.object(warehouseSettings), { env: readEnvironment() });
  if (settings === undefined) {
    print(problems.join('\n'));
    return 2;
  }
  const warehouse = await connectWarehouse(settings).catch((error: Error) => print(error.message));
  if (warehouse === undefined) return 2;
  try {
    if (warehouse.dialect === 'redshift') return (await tryAll(warehouse)) ? 0 : 1;
    print('the warehouse is no Redshift: set DATABASE_URL=redshift://… or REDSHIFT_HOST');
    return 2;
  } finally {
    await warehouse.close();
  }
}

async function tryAll(warehouse: Warehouse): Promise<boolean> {
  const { rows: facts } = await warehouse.execute('SELECT version() AS version');
  print(String(facts[0]?.version));
  const isolation = await warehouse
    .execute(
      'SELECT TRIM(isolation_level) AS level FROM stv_db_isolation_level WHERE TRIM(database) = current_database()',
    )
    .catch(() => ({ rows: [] }));
  print(`${isolation.rows[0]?.level ?? 'The isolation level is for administrators to see'}\n`);

  await warehouse.execute(`CREATE SCHEMA ${SCHEMA}`);
  let isAsExpected = true;
  try {
    for (const { what, expected, look } of redshiftExpectations(warehouse, SCHEMA)) {
      const seen = await look().catch((error: unknown) => error);
      const isSame = isDeepStrictEqual(seen, expected);
      isAsExpected &&= isSame;
      print(isSame ? `ok       ${what}` : `differs  ${what}: expected ${show(expected)}, seen ${show(seen)}`);
    }
  } finally {
    await warehouse.execute(`DROP SCHEMA ${SCHEMA} CASCADE`);
  }
  return isAsExpected;
}

function show(value: unknown): string {
  return inspect(value, { depth: 5, breakLength: Number.POSITIVE_INFINITY });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
