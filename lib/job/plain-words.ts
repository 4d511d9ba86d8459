const NUMBER = new Intl.NumberFormat('en-US');

/** `1,234` */
export function formatCount(count: number): string {
  return NUMBER.format(count);
}

/** `1 row`, `1,234 rows` */
export function formatRows(rows: number): string {
  return `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`;
}

/** `120 ms`, `3.2 s`, `4 min 5 s`, `2 h 3 min` */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(durationMs / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((durationMs % 60_000) / 1_000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
