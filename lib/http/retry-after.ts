/**
 * The delay that a Retry-After header asks for, in milliseconds, 0…`maxMs`; undefined when it is absent or means nothing.
 *
 * Source: RFC 9110 section 10.2.3 (whole seconds, or an HTTP date).
 */
export function parseRetryAfter(
  header: string | undefined,
  maxMs: number,
  nowMs = Date.now(),
): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, maxMs);
  // Date.parse also takes things such as "soon 5"; an HTTP date always begins with a weekday's name.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : Math.min(Math.max(dateMs - nowMs, 0), maxMs);
}
