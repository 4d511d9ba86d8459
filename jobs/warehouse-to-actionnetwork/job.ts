import {
  type ActionNetwork,
  findDifferences,
  type WrittenPerson,
} from '@movement-etl/lib/connectors/action-network';
import {
  type Answer,
  type DeliveryChoices,
  deliverWithLog,
  type RowDifference,
} from '@movement-etl/lib/delivery';
import type { JobRun } from '@movement-etl/lib/job';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import { type ListOptions, openList, readPeople } from './people.ts';
import type { PersonToSend } from './person-to-send.ts';
import { ensureTags } from './tags.ts';

export interface Resources {
  readonly warehouse: Warehouse;
  readonly actionNetwork: ActionNetwork;
}

export interface Options extends DeliveryChoices {
  readonly list: ListOptions;
  /** People in flight at a time. */
  readonly concurrency: number;
}

/**
 * Sends everybody in a list to Action Network whom it does not have yet as they are, each once, and logs what became of each
 * while it runs. A run that is killed leaves behind who was in flight; the next one looks whether they arrived.
 */
export async function warehouseToActionNetwork(
  { warehouse, actionNetwork }: Resources,
  { list: listOptions, ...options }: Options,
  run: JobRun,
): Promise<void> {
  const list = await openList(warehouse, listOptions);
  await run.step('people', (step) =>
    deliverWithLog(readPeople(warehouse, list), {
      ...options,
      warehouse,
      run,
      step,
      system: 'Action Network',
      log: 'mobilize.mobilize_to_actionnetwork_log',
      idOf: ({ id }) => String(id),
      keyOf: ({ id }) => `${list.name} ${id}`,
      ownColumns: ({ id }) => ({
        mobilizeid: id,
        actionnetworkid: null,
        list: list.name,
        mapping_hash: list.mappingHash,
      }),
      whyNot: ({ why_not }) => why_not,
      prepare: (people) => ensureTags(actionNetwork, people),
      send: async ({ person, tags }) => toAnswer(await actionNetwork.upsertPerson({ person, addTags: tags })),
      findEffect: async ({ person, tags }) => {
        const written = await actionNetwork.findWritten({ person, addTags: tags });
        return written && toAnswer(written);
      },
      difference: (row) => findDifference(actionNetwork, row),
    }),
  );
}

function toAnswer({ id, kept }: WrittenPerson): Answer {
  const note = kept.length === 0 ? undefined : `Action Network kept its own ${kept.join(', ')}`;
  return { httpStatus: 200, note, ownColumns: { actionnetworkid: id } };
}

/** Two calls: the person, and their tags. */
async function findDifference(
  actionNetwork: ActionNetwork,
  { person, tags }: PersonToSend,
): Promise<RowDifference> {
  const there = await actionNetwork.findPerson(person);
  const tagsThere = there === undefined ? new Set() : await actionNetwork.tagNamesOf(there.id);
  const missing = tags.filter((tag) => !tagsThere.has(tag));
  return {
    isNew: there === undefined,
    fields: [
      ...findDifferences(person, there),
      ...missing.map((tag) => ({ field: 'tags', there: null, sent: tag })),
    ],
  };
}
