/** Text without the known secrets, e-mail addresses and phone numbers that it held. */
export interface Mask {
  /** For text written by people or programs: messages, stacks. */
  text(text: string): string;
  /** For a finished JSON line: numbers are left alone, so that counts and times survive. */
  line(line: string): string;
}

const MASK = '[masked]';

/** Shorter values would mask ordinary words. */
const SHORTEST_SECRET = 6;

/**
 * The addresses of Google service accounts are no personal data, and people need them: they share the sheet with it.
 * Lengths are bounded, so that a long text without any address is looked at once only.
 */
const EMAIL =
  /[\w.!#$%&'*+/=?^`{|}~-]{1,64}(?:@|%40)(?![\w.-]+\.gserviceaccount\.com\b)(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b/gi;

/**
 * Ten digits or more, as people write phone numbers: `+1 (212) 555-0100`, `(212) 555-0100`, `2125550100`. Neither part
 * of a longer word or number nor of a UUID, a path or a decimal.
 */
const PHONE =
  /(?<![\w.:/-])(?:(?:\+|00)?\(\d{1,4}\)(?:[ .-]?\d){6,12}|(?:\+|00)?\d(?:[ .-]?\(?\d\)?){9,14})(?![\w:-]|\.\d)/g;

/**
 * Builds the mask of a run.
 *
 * @param secrets the values themselves; those under 6 characters cannot be told from ordinary words and are not masked.
 */
export function createMask(secrets: readonly string[]): Mask {
  const known = secretForms(secrets);
  const withoutSecrets = (text: string) =>
    known.reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
  return {
    text: (text) => withoutSecrets(text).replace(EMAIL, MASK).replace(PHONE, maskPhone),
    line: (line) => withoutSecrets(line).replace(EMAIL, MASK),
  };
}

/** A secret shows up as it is, escaped within JSON, or escaped within a URL. Longest first: one may contain another. */
function secretForms(secrets: readonly string[]): string[] {
  const forms = secrets
    .filter((secret) => secret.trim().length >= SHORTEST_SECRET)
    .flatMap((secret) => [
      secret,
      secret.trim(),
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret.toWellFormed()),
      Buffer.from(secret).toString('base64'),
    ]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** A date with a time, `2026-11-21 03:50`, has as many digits as a phone number. */
function maskPhone(match: string): string {
  return /^\d{4}-\d{2}-\d{2}/.test(match) ? match : MASK;
}
