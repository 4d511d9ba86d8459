import { Table } from '@movement-etl/lib/table';
import type { Session } from '@movement-etl/lib/warehouse';
import { type KnownAttempt, lastGifts, lastLookUps } from './attempt-log.ts';
import { readPeople, type SourcePerson } from './people.ts';
import type { SourceQuery } from './source-query.ts';

/** One person of VAN_QUERY with what the log knows of them. */
export interface PersonWithHistory extends SourcePerson {
  /** How somebody without a vanid was last looked up. */
  readonly lookUp: KnownAttempt | undefined;
  /** The last attempts to give codes, those of other people of the page among them; see `giftKey`. */
  readonly gifts: ReadonlyMap<string, KnownAttempt>;
}

/** Everybody in VAN_QUERY once, a page of people and their log at a time. */
export function peopleWithHistory(session: Session, source: SourceQuery): Table<PersonWithHistory> {
  return Table.fromBatches<PersonWithHistory>(async function* () {
    for await (const people of readPeople(session, source).batches()) {
      const keys = people.flatMap(({ vanid, person_key: key }) =>
        vanid === null && key !== '' ? [key] : [],
      );
      const vanids = people.flatMap(({ vanid }) => (vanid === null ? [] : [vanid]));
      const lookUps = await lastLookUps(session, keys);
      const gifts = await lastGifts(session, vanids);
      yield people.map((person) => ({ ...person, lookUp: lookUps.get(person.person_key), gifts }));
    }
  });
}
