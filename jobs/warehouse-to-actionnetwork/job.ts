import type { ActionNetwork, PersonInput } from '@movement-etl/lib/connectors/action-network';
import { deliverRows, FailureGuard, type Result, resultOfError } from '@movement-etl/lib/delivery';
import type { JobRun } from '@movement-etl/lib/job';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import { type PersonAttempt, storeAttempts } from './attempt-log.ts';
import { decide } from './decide.ts';
import { countPeopleToSync, type PersonToSync, peopleToSync } from './people-to-sync.ts';

export interface Resources {
  readonly warehouse: Warehouse;
  readonly actionNetwork: ActionNetwork;
}

export interface Options {
  readonly tag: string;
  readonly retryFailed: boolean;
  readonly concurrency: number;
}

/**
 * Sends everybody in mobilize.users_to_sync to Action Network, each once, and stores every outcome while it runs. A run that
 * is killed loses the outcomes of the requests in flight at most; the next run sends those again, which changes nothing.
 */
export async function warehouseToActionNetwork(
  { warehouse, actionNetwork }: Resources,
  { tag, retryFailed, concurrency }: Options,
  run: JobRun,
): Promise<void> {
  await run.step('people', async (step) => {
    step.expect(Math.min(await countPeopleToSync(warehouse), run.limit ?? Number.POSITIVE_INFINITY));
    const everybody = peopleToSync(warehouse);
    const people = run.limit === undefined ? everybody : everybody.head(run.limit);
    const guard = new FailureGuard('Action Network');

    if (!run.dryRun) await actionNetwork.ensureTag(tag);
    await deliverRows<PersonToSync, PersonAttempt | undefined>(people, {
      concurrency,
      signal: run.signal,
      send: async (person) => {
        const attempt = await sync(person);
        step.advance(1);
        return attempt;
      },
      store: async (outcomes) => {
        const attempts = outcomes.filter((attempt) => attempt !== undefined);
        if (attempts.length === 0 || run.dryRun) return;
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
  });

  /** Undefined: nothing new to log. */
  async function sync(person: PersonToSync): Promise<PersonAttempt | undefined> {
    const decision = decide(person, { retryFailed });
    run.counts.add({ read: 1 });
    if (decision.action === 'leave') {
      run.counts.add({ skipped: 1 });
      return undefined;
    }
    const attemptOf = (result: Result, actionnetworkid: string | null = null): PersonAttempt => ({
      ...result,
      mobilizeid: person.mobilizeid,
      actionnetworkid,
      payloadHash: decision.payloadHash,
      attempt: (person.last_attempt ?? 0) + 1,
      date: new Date(),
    });
    if (decision.action === 'skip') {
      run.counts.add({ skipped: 1 });
      return attemptOf({ outcome: 'skipped', errors: decision.reason, httpStatus: null });
    }
    if (run.dryRun) {
      run.counts.add({ written: 1 });
      run.print(`would send person ${person.mobilizeid}${person.last_outcome === null ? '' : ' again'}`);
      return undefined;
    }
    const { id, ...result } = await send(decision.person);
    run.counts.add(result.outcome === 'synced' ? { written: 1 } : { failed: 1 });
    return attemptOf(result, id);
  }

  async function send(person: PersonInput): Promise<Result & { readonly id: string | null }> {
    try {
      const { id, kept } = await actionNetwork.upsertPerson({ person, addTags: [tag] });
      const errors = kept.length === 0 ? null : `Action Network kept its own ${kept.join(', ')}`;
      return { outcome: 'synced', errors, httpStatus: 200, id };
    } catch (error) {
      return { ...resultOfError(error), id: null };
    }
  }
}
