import { type DeliveryChoices, deliverWithLog } from '@movement-etl/lib/delivery';
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
  choices: DeliveryChoices,
  run: JobRun,
): Promise<void> {
  await run.step('people', (step) =>
    deliverWithLog(peopleToSubscribe(warehouse), {
      ...choices,
      warehouse,
      run,
      step,
      system: 'the newsletter',
      log: 'mobilize.newsletter_log',
      idOf: ({ user_id }) => String(user_id),
      ownColumns: ({ user_id }) => ({ user_id }),
      send: async ({ user_id, email, name }) => ({
        httpStatus: await newsletter.subscribe(user_id, { email, name }),
      }),
      concurrency: 4,
    }),
  );
}
