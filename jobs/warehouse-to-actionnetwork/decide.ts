import { createHash } from 'node:crypto';
import { type PersonInput, toActionNetworkPhone } from '@movement-etl/lib/connectors/action-network';
import { standingOf } from '@movement-etl/lib/delivery';
import type { PersonToSync } from './people-to-sync.ts';

/** What is to be done with a person; `leave` needs no new line in the log, because the log says it already. */
export type Decision =
  | { readonly action: 'send'; readonly person: PersonInput; readonly payloadHash: string }
  | { readonly action: 'skip'; readonly reason: string; readonly payloadHash: string }
  | { readonly action: 'leave'; readonly reason: 'unchanged' | 'parked' };

/** Sends who is due by the log, unless there is no way to reach the person that is theirs alone. */
export function decide(person: PersonToSync, { retryFailed }: { readonly retryFailed: boolean }): Decision {
  const payloadHash = person.payload_hash ?? hashPerson(person);
  const last = { outcome: person.last_outcome, payloadHash: person.last_payload_hash };
  const standing = standingOf(last, { payloadHash, retryFailed });
  if (standing !== 'due') return { action: 'leave', reason: standing };

  const input = toPersonInput(person);
  if (input === undefined) {
    const reason = person.phone_is_shared
      ? 'no e-mail address, and the phone number is shared'
      : 'no e-mail address or usable phone number';
    return { action: 'skip', reason, payloadHash };
  }
  return { action: 'send', person: input, payloadHash };
}

/** Undefined when there is neither an e-mail address nor a phone number that is this person's alone. */
function toPersonInput(person: PersonToSync): PersonInput | undefined {
  const email = filled(person.email_address);
  const phone = person.phone_is_shared ? undefined : toActionNetworkPhone(person.phone_number).number;
  if (email === undefined && phone === undefined) return undefined;
  const postalCode = filled(person.postal_code);
  return {
    given_name: filled(person.given_name),
    family_name: filled(person.family_name),
    email_addresses: email === undefined ? undefined : [{ address: email }],
    phone_numbers: phone === undefined ? undefined : [{ number: phone }],
    postal_addresses: postalCode === undefined ? undefined : [{ postal_code: postalCode }],
  };
}

/** The same as in sql/transforms/010_users_to_sync.sql. */
export function hashPerson(person: PersonToSync): string {
  const { given_name, family_name, email_address, phone_number, postal_code } = person;
  const fields = [given_name, family_name, email_address, phone_number, postal_code];
  return createHash('md5')
    .update(fields.map((field) => field ?? '').join('\u001f'))
    .digest('hex');
}

function filled(text: string | null): string | undefined {
  return text?.trim() || undefined;
}
