import { deliverWithLog } from '@movement-etl/lib/delivery';
import type { JobRun } from '@movement-etl/lib/job';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import type { Newsletter } from './newsletter.ts';
import { peopleToSubscribe } from './people.ts';

export interface Resources {
  readonly warehouse: Warehouse;
  readonly newsletter: Newsletter;
}

/** Puts everybody who signed up on the newsletter, each once, and logs what became of each while it runs. */
export async function warehouseToNewsletter(
  { warehouse, newsletter }: Resources,
  { retryFailed }: { readonly retryFailed: boolean },
  run: JobRun,
): Promise<void> {
  await run.step('people', async (step) => {
    const everybody = peopleToSubscribe(warehouse);
    const limited = run.limit === undefined ? everybody : everybody.head(run.limit);
    // Put aside, so that no query stays open for as long as the newsletter takes.
    await using people = await limited.materialize();
    step.expect(await people.numRows());

    await deliverWithLog(people, {
      warehouse,
      run,
      step,
      system: 'the newsletter',
      log: 'mobilize.newsletter_log',
      ownColumns: ({ user_id }) => ({ user_id }),
      nameOf: ({ user_id }) => `person ${user_id}`,
      send: ({ user_id, email, name }) => newsletter.subscribe(user_id, { email, name }),
      concurrency: 4,
      retryFailed,
    });
  });
}
