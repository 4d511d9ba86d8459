import { type EveryAction, isMatchable, type PersonToMatch } from '@movement-etl/lib/connectors/everyaction';
import { type Result, resultOfError } from '@movement-etl/lib/delivery';
import type { EveryActionAttempt, KnownAttempt } from './attempt-log.ts';
import type { SourcePerson } from './people.ts';

/**
 * Looks somebody without a vanid up in EveryAction, which makes the person where nobody matches. The attempt has the vanid;
 * null where there is none, for a reason that its outcome tells.
 *
 * @throws what `resultOfError` passes on.
 */
export async function lookUpPerson(
  everyAction: EveryAction,
  person: SourcePerson,
  last: KnownAttempt | undefined,
): Promise<EveryActionAttempt> {
  const found = await findOrCreate(everyAction, toPersonToMatch(person));
  return {
    ...found,
    code: undefined,
    payloadHash: person.person_key,
    attempt: (last?.attempt ?? 0) + 1,
    date: new Date(),
  };
}

export function toPersonToMatch(person: SourcePerson): PersonToMatch {
  const { first_name: firstName, last_name: lastName, email, phone, zip } = person;
  return { firstName, lastName, email, phone, zip };
}

async function findOrCreate(
  everyAction: EveryAction,
  person: PersonToMatch,
): Promise<Result & { readonly vanid: number | null }> {
  if (!isMatchable(person)) {
    const errors = 'neither an e-mail address, nor both names and a usable phone number';
    return { outcome: 'skipped', errors, httpStatus: null, vanid: null };
  }
  try {
    const { vanId: vanid, isNew } = await everyAction.findOrCreatePerson(person);
    return { outcome: 'synced', errors: null, httpStatus: isNew ? 201 : 302, vanid };
  } catch (error) {
    return { ...resultOfError(error), vanid: null };
  }
}
