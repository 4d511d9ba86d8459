import type { EveryAction } from '@movement-etl/lib/connectors/everyaction';
import { type DeliveryChoices, DeliveryLog, deliverRows } from '@movement-etl/lib/delivery';
import type { JobRun } from '@movement-etl/lib/job';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import { Coder } from './coder.ts';
import { type CodeIds, lookUpCodes } from './codes.ts';
import { peopleWithHistory } from './people-with-history.ts';
import { countSourceRows, readSourceQuery } from './source-query.ts';

export interface Resources {
  readonly warehouse: Warehouse;
  readonly everyAction: EveryAction;
}

export interface Options extends DeliveryChoices {
  /** SQL that returns vanid, and what people without one are looked up by. */
  readonly query: string;
  readonly codes: CodeIds;
  readonly findOrCreate: boolean;
  /** People in flight at a time. */
  readonly concurrency: number;
}

/**
 * Gives codes to everybody in a query, each code once, and logs what became of each while it runs. A run that is killed leaves
 * behind who was in flight; the next one gives those codes again, which changes nothing.
 */
export async function warehouseToEveryAction(
  { warehouse, everyAction }: Resources,
  { query, codes: codeIds, findOrCreate, retryFailed, only, maxFailedShare, concurrency }: Options,
  run: JobRun,
): Promise<void> {
  const source = await readSourceQuery(warehouse, query, { findOrCreate });
  const codes = await run.step('codes', () => lookUpCodes(everyAction, codeIds));

  await run.step('people', async (step) => {
    step.expect(await countSourceRows(warehouse, source));
    const everybody = peopleWithHistory(warehouse, source);
    const people =
      only === undefined ? everybody : everybody.selectRows(({ vanid }) => only.includes(String(vanid)));
    const log = await DeliveryLog.open({
      warehouse,
      run,
      system: 'EveryAction',
      log: 'mobilize.everyaction_log',
      maxFailedShare,
    });
    const coder = new Coder({ warehouse, everyAction, log, codes, findOrCreate, retryFailed }, run);

    await deliverRows(people, {
      concurrency,
      signal: run.signal,
      isEnough: () => coder.isLimitReached,
      deliver: async (person) => {
        await coder.code(person);
        step.advance(person.occurrences);
      },
    });
    const { withoutVanid, found, created } = coder.tally;
    if (withoutVanid > 0)
      step.logger.warn({ rowCount: withoutVanid }, 'rows without a vanid were left alone');
    if (found + created > 0) step.logger.info({ found, created }, 'people without a vanid were looked up');
  });
}
