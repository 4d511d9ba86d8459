const shortestSecret = 4;

/** The text with every secret replaced, also where it was percent-encoded. Secrets of under 4 characters are left: they would hit ordinary words. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    clean = clean.replaceAll(secret, '[redacted]').replaceAll(encodeURIComponent(secret), '[redacted]');
  }
  return clean;
}
