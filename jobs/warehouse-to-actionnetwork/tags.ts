import type { ActionNetwork } from '@movement-etl/lib/connectors/action-network';
import { ConfigError } from '@movement-etl/lib/errors';
import type { Table } from '@movement-etl/lib/table';
import type { PersonToSend } from './person-to-send.ts';

/** Tags can never be deleted again, and nobody wants one for each person. */
const MOST_TAGS = 200;

/**
 * Makes the tags that the people get and that are not there yet: Action Network ignores unknown names without a word.
 *
 * @throws ConfigError when there are more than 200 different ones.
 */
export async function ensureTags(actionNetwork: ActionNetwork, people: Table<PersonToSend>): Promise<void> {
  const names = new Set<string>();
  for await (const { tags } of people) {
    for (const tag of tags) names.add(tag);
    if (names.size > MOST_TAGS) {
      throw new ConfigError(
        `the people have more than ${MOST_TAGS} different tags, and tags can never be deleted: is the column of tags in AN_MAPPING the right one?`,
      );
    }
  }
  for (const name of names) await actionNetwork.ensureTag(name);
}
