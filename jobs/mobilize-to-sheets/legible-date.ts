/** Unix seconds as `2022-01-22 15:30:00`, in UTC. */
export function toUtcText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * Unix seconds as people at the event's place read them: `2022-01-22 09:30:00`. Null when the time zone (an IANA name) is
 * not known, so that nobody takes another place's time for the local one.
 */
export function toLocalText(seconds: number, timeZone: string | null): string | null {
  return timeZone === null ? null : (formatterOf(timeZone)?.format(seconds * 1000) ?? null);
}

/** Making a formatter takes a hundred times as long as using one. */
const formatters = new Map<string, Intl.DateTimeFormat | undefined>();

function formatterOf(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!formatters.has(timeZone)) formatters.set(timeZone, createFormatter(timeZone));
  return formatters.get(timeZone);
}

/** Swedish dates are written `2022-01-22 09:30:00`. */
function createFormatter(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  } catch {
    return undefined;
  }
}
