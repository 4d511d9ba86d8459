/** A number that Action Network takes, or why there is none. The reason never holds the number itself. */
export type ActionNetworkPhone =
  | { readonly number: string; readonly reason?: undefined }
  | { readonly number?: undefined; readonly reason: string };

/** What people and forms put between the digits of a number. */
const SEPARATORS = /[\s().\-/\u00a0\u2010-\u2015]/gu;

/**
 * Turns a US or Canadian number as people write it into the form that Action Network stores: digits only, with the
 * country code 1 and without plus (`(512) 555-0101` becomes `15125550101`).
 *
 * Ten digits, or eleven that start with 1, are accepted. Anything else has no number but a reason: a guess would
 * attach a stranger's number to a person, and Action Network then moves that number away from its owner.
 * Extensions and letters are refused for the same reason.
 *
 * Source: https://actionnetwork.org/docs/v2/people (phone_numbers), read 2026-08-05.
 */
export function toActionNetworkPhone(written: string | null | undefined): ActionNetworkPhone {
  const compact = (written ?? '').replace(SEPARATORS, '');
  if (compact === '') return { reason: 'no phone number' };
  if (!/^\+?\d+$/.test(compact)) return { reason: 'phone number with letters or an extension' };

  if (compact.startsWith('+') && !compact.startsWith('+1'))
    return { reason: 'phone number of another country' };
  const national = compact.replace(/^\+1|^1(?=\d{10}$)/, '');
  if (national.length !== 10) return { reason: `phone number with ${national.length} digits instead of 10` };
  // No area code starts with 0 or 1, so such a number lost or gained a digit when it was typed.
  if (/^[01]/.test(national)) return { reason: 'phone number with an impossible area code' };
  return { number: `1${national}` };
}
