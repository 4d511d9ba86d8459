import { type CheckResult, checkThat } from '@movement-etl/lib/job';
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
    return pending.length === 0 ? 'up to date' : `the next run makes or changes them (${pending.join(', ')})`;
  });
}
