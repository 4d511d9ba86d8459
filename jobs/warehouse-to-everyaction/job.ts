import type { EveryAction } from '@movement-etl/lib/connectors/everyaction';
import { deliverRows, FailureGuard } from '@movement-etl/lib/delivery';
import type { JobRun } from '@movement-etl/lib/job';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import { type EveryActionAttempt, storeAttempts } from './attempt-log.ts';
import { Coder } from './coder.ts';
import { type CodeIds, lookUpCodes } from './codes.ts';
import { peopleWithHistory } from './people-with-history.ts';
import { countSourceRows, readSourceQuery } from './source-query.ts';

export interface Resources {
  readonly warehouse: Warehouse;
  readonly everyAction: EveryAction;
}

export interface Options {
  /** SQL that returns vanid, and what people without one are looked up by. */
  readonly query: string;
  readonly codes: CodeIds;
  readonly findOrCreate: boolean;
  readonly retryFailed: boolean;
  /** People in flight at a time. */
  readonly concurrency: number;
}

/**
 * Gives codes to everybody in a query, each code once, and stores every outcome while it runs. A run that is killed loses
 * the outcomes of the requests in flight at most; the next run gives those codes again, which changes nothing.
 */
export async function warehouseToEveryAction(
  { warehouse, everyAction }: Resources,
  { query, codes: codeIds, findOrCreate, retryFailed, concurrency }: Options,
  run: JobRun,
): Promise<void> {
  const source = await readSourceQuery(warehouse, query, { findOrCreate });
  const codes = await run.step('codes', () => lookUpCodes(everyAction, codeIds));

  await run.step('people', async (step) => {
    step.expect(Math.min(await countSourceRows(warehouse, source), run.limit ?? Number.POSITIVE_INFINITY));
    const everybody = peopleWithHistory(warehouse, source);
    const people = run.limit === undefined ? everybody : everybody.head(run.limit);
    const coder = new Coder({ warehouse, everyAction, codes, findOrCreate, retryFailed }, run);
    const guard = new FailureGuard('EveryAction');

    await deliverRows(people, {
      concurrency,
      signal: run.signal,
      send: async (person): Promise<readonly EveryActionAttempt[]> => {
        const attempts = await coder.code(person);
        step.advance(person.occurrences);
        return attempts;
      },
      store: async (outcomes) => {
        const attempts = outcomes.flat();
        if (attempts.length === 0) return;
        await warehouse.transaction(
          async (tx) => {
            await storeAttempts(tx, attempts, run.runId);
            await run.checkpoint(tx);
          },
          { isRepeatable: true },
        );
        for (const attempt of attempts) guard.see(attempt);
      },
    });
    const { withoutVanid, found, created } = coder.tally;
    if (withoutVanid > 0)
      step.logger.warn({ rowCount: withoutVanid }, 'rows without a vanid were left alone');
    if (found + created > 0) step.logger.info({ found, created }, 'people without a vanid were looked up');
  });
}
