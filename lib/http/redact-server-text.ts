import { redact } from './redact.ts';

const MAX_READ_LENGTH = 2_000;
const MAX_SHOWN_LENGTH = 300;

const UUID = String.raw`\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`;
const LONG_KEY = String.raw`\b[0-9a-z]{24,}\b`;
const EMAIL = String.raw`[^\s<>"'(),;:=]+@[^\s<>"'(),;]+`;
const PHONE = String.raw`\+?\(?\d[\d\s().\-]{5,}\d`;
/** Identifiers come first, so that the digits inside one are not taken for a phone number. */
const SENSITIVE = new RegExp(`(${UUID})|(${LONG_KEY})|(${EMAIL})|${PHONE}`, 'gi');

/**
 * Makes an error text of a server fit for logs and log tables: without the secrets (some servers echo the key), without
 * anything that looks like a key, an e-mail address or a phone number, and at most 300 characters long.
 */
export function redactServerText(text: string, secrets: readonly string[]): string {
  const withoutSecrets = redact(text.slice(0, MAX_READ_LENGTH), secrets);
  const redacted = withoutSecrets.replace(SENSITIVE, (match, uuid, key, email) => {
    if (uuid !== undefined) return match;
    if (key !== undefined) return '[key]';
    return email !== undefined ? '[e-mail]' : '[phone]';
  });
  return redacted.length > MAX_SHOWN_LENGTH ? `${redacted.slice(0, MAX_SHOWN_LENGTH)}…` : redacted;
}
