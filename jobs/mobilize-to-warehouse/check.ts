import { type CheckResult, checkThat } from '@movement-etl/lib/job';
import { assertMayMigrate } from '@movement-etl/lib/warehouse';
import type { Resources } from './job.ts';

export async function* check({
  mobilize,
  warehouse,
  pendingMigrations,
}: Resources): AsyncGenerator<CheckResult> {
  yield await checkThat('Mobilize: API key and organizations', async () => {
    await mobilize.checkCredentials();
    return undefined;
  });
  yield await checkThat('Warehouse: tables', async () => {
    await warehouse.execute('SELECT 1');
    const pending = await pendingMigrations();
    if (pending.length === 0) return 'up to date';
    await assertMayMigrate(warehouse);
    return `the next run makes or changes them (${pending.join(', ')})`;
  });
}
