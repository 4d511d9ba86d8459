/** What may be written; reading can also show bounces and complaints. */
export type SubscriptionStatus = 'subscribed' | 'unsubscribed';

export interface PostalAddress {
  readonly address_lines?: readonly string[];
  readonly locality?: string;
  readonly region?: string;
  readonly postal_code?: string;
  readonly country?: string;
}

/** An activist of the group. Each has one e-mail address and one mobile number at most, and one of them at least. */
export interface Person {
  readonly uuid: string;
  /** Identifiers of other systems; they can never be removed. */
  readonly identifiers: readonly string[];
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly given_name: string | null;
  readonly family_name: string | null;
  readonly languages_spoken: readonly string[];
  readonly email: { readonly address: string; readonly status: string } | null;
  readonly phone: { readonly number: string; readonly status: string } | null;
  readonly postalAddress: PostalAddress | null;
  readonly custom_fields: Readonly<Record<string, string>>;
}

/** As it is stored and compared: without blanks around it, in small letters. */
export function normalizeEmail(address: string): string {
  return address.trim().toLowerCase();
}

/** With country code and without plus; ten digits are North American. */
export function normalizePhone(number: string): string {
  const digits = number.replaceAll(/\D/g, '');
  return digits.length === 10 ? `1${digits}` : digits;
}
