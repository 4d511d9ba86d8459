import { PermanentError } from '../../errors/index.ts';
import { toTenDigits } from './phone.ts';

/** What is known of a person who is to be found. Empty texts count as not known. */
export interface PersonToMatch {
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly email?: string | null | undefined;
  /** In any spelling. */
  readonly phone?: string | null | undefined;
  /** A zip code, or zip+4. */
  readonly zip?: string | null | undefined;
  /** YYYY-MM-DD. */
  readonly dateOfBirth?: string | null | undefined;
}

/**
 * The same as the body of find and findOrCreate. There is no `isSubscribed` and no `phoneOptInStatus` on purpose: consent
 * is not ours to give.
 */
export interface MatchBody {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly dateOfBirth?: string;
  readonly emails?: readonly [{ readonly email: string }];
  readonly phones?: readonly [{ readonly phoneNumber: string }];
  readonly addresses?: readonly [{ readonly zipOrPostalCode: string }];
}

/**
 * Whether the data are enough for the API to tell people apart: an e-mail address; first and last name with a phone
 * number; or first and last name with zip code and date of birth. With less, find answers "nobody" and findOrCreate makes a
 * new person each time. A phone number alone is left out, although the API takes it: households share one.
 *
 * Source: NickCrews/van-openapi at ecbe271 (2026-08-10), which tried it in the vendor's sandbox.
 */
export function isMatchable(person: PersonToMatch): boolean {
  const { firstName, lastName, dateOfBirth, emails, phones, addresses } = toMatchBody(person);
  if (emails !== undefined) return true;
  if (firstName === undefined || lastName === undefined) return false;
  return phones !== undefined || (addresses !== undefined && dateOfBirth !== undefined);
}

/** @throws PermanentError when the person is not matchable; no value is in the message. */
export function parsePersonToMatch(person: PersonToMatch): MatchBody {
  if (isMatchable(person)) return toMatchBody(person);
  throw new PermanentError(
    'the person has too few data to be told from others: an e-mail address is needed, or both names and a phone number',
    { facts: { source: 'everyaction' } },
  );
}

/** What the API would not understand is left out: it would count for nothing, or become part of a new person. */
function toMatchBody(person: PersonToMatch): MatchBody {
  const firstName = filled(person.firstName);
  const lastName = filled(person.lastName);
  const email = filled(person.email)?.toLowerCase();
  const phone = toTenDigits(person.phone ?? '');
  const zip = /^\d{5}(?=-?\d{4}$|$)/.exec(person.zip?.trim() ?? '')?.[0];
  const dateOfBirth = /^\d{4}-\d{2}-\d{2}$/.exec(person.dateOfBirth?.trim() ?? '')?.[0];
  return {
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
    ...(dateOfBirth !== undefined && { dateOfBirth }),
    // An object where the API expects a list is ignored without a word, so these are lists of one.
    ...(email !== undefined && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && { emails: [{ email }] }),
    ...(phone !== undefined && { phones: [{ phoneNumber: phone }] }),
    ...(zip !== undefined && { addresses: [{ zipOrPostalCode: zip }] }),
  };
}

function filled(text: string | null | undefined): string | undefined {
  return text?.trim() || undefined;
}
