import { type CheckResult, checkThat } from '@movement-etl/lib/job';
import { assertMigrated } from '@movement-etl/lib/warehouse';
import { describeCode, lookUpCodes } from './codes.ts';
import type { Options, Resources } from './job.ts';
import { countSourceRows, readSourceQuery } from './source-query.ts';

/** Looks at the key, the codes, the tables and the query; writes nothing. */
export async function* checkEveryAction(
  { everyAction, warehouse }: Resources,
  { query, codes, findOrCreate }: Options,
  migrations: URL,
): AsyncGenerator<CheckResult, void> {
  yield await checkThat('EveryAction: API key', async () => {
    const { databaseName, committeeName } = await everyAction.checkCredentials();
    return [databaseName, committeeName].filter((name) => name !== null).join(', ') || undefined;
  });
  yield await checkThat('EveryAction: codes', async () =>
    (await lookUpCodes(everyAction, codes)).map(describeCode).join(', '),
  );
  yield await checkThat('Warehouse: tables', async () => {
    await assertMigrated(warehouse, migrations);
    return undefined;
  });
  yield await checkThat('Warehouse: VAN_QUERY', async () => {
    const source = await readSourceQuery(warehouse, query, { findOrCreate });
    return `${await countSourceRows(warehouse, source)} rows`;
  });
}
