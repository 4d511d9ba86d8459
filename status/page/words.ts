const NUMBER = new Intl.NumberFormat('en-US');
const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/** `1,234` */
export function count(value: number): string {
  return NUMBER.format(value);
}

/** `1 person`, `1,234 people` */
export function counted(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `1.2 k`, `35 k`, `1.1 M`: for the few characters beside a plot. */
export function shortCount(value: number): string {
  if (value < 1_000) return String(value);
  if (value < 1_000_000) return `${thousandths(value / 1_000)} k`;
  return `${thousandths(value / 1_000_000)} M`;
}

function thousandths(value: number): string {
  return value < 10 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
}

/** `120 ms`, `3.2 s`, `4 min 5 s`, `2 h 3 min` */
export function duration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < MINUTE_MS) return `${(durationMs / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(durationMs / MINUTE_MS);
  const seconds = Math.floor((durationMs % MINUTE_MS) / 1_000);
  if (minutes < HOUR_MINUTES) return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
  return `${Math.floor(minutes / HOUR_MINUTES)} h ${minutes % HOUR_MINUTES} min`;
}

/** `just now`, `5 min ago`, `6 h ago`, `3 days ago` */
export function ago(time: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - time.getTime()) / MINUTE_MS);
  if (minutes < 1) return 'just now';
  if (minutes < HOUR_MINUTES) return `${minutes} min ago`;
  if (minutes < 2 * DAY_MINUTES) return `${Math.floor(minutes / HOUR_MINUTES)} h ago`;
  return `${Math.floor(minutes / DAY_MINUTES)} days ago`;
}

/** `Sat 21 Nov, 01:00`, in the zone that the page is shown in. */
export function moment(time: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((found) => found.type === type)?.value ?? '';
  return `${part('weekday')} ${part('day')} ${part('month')}, ${part('hour')}:${part('minute')}`;
}

/** `21 Nov` from `2026-11-21`. */
export function shortDay(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}
