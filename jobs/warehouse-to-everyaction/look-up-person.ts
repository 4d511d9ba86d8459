import type { EveryAction, PersonToMatch } from '@movement-etl/lib/connectors/everyaction';
import type { Answer, Attempted } from '@movement-etl/lib/delivery';
import { type KnownAttempt, logColumns } from './attempt-log.ts';
import type { SourcePerson } from './people.ts';

/** Somebody without a vanid who is to be looked up. */
export function lookUpOf(
  { person_key: payloadHash }: SourcePerson,
  last: KnownAttempt | undefined,
): Attempted {
  const attempt = (last?.attempt ?? 0) + 1;
  return { key: `person ${payloadHash}`, ownColumns: logColumns(null), payloadHash, attempt };
}

/**
 * Looks somebody up in EveryAction, which makes the person where nobody matches; the answer has the vanid. Where an earlier call
 * took effect, the person is found.
 */
export async function lookUpPerson(everyAction: EveryAction, person: SourcePerson): Promise<Answer> {
  const { vanId, isNew } = await everyAction.findOrCreatePerson(toPersonToMatch(person));
  return { httpStatus: isNew ? 201 : 302, ownColumns: { vanid: vanId } };
}

export function toPersonToMatch(person: SourcePerson): PersonToMatch {
  const { first_name: firstName, last_name: lastName, email, phone, zip } = person;
  return { firstName, lastName, email, phone, zip };
}
