/** Unix seconds, as Mobilize sends them, to a Date; withheld stays null. */
export function toDate(seconds: number | null | undefined): Date | null {
  return seconds === null || seconds === undefined ? null : new Date(seconds * 1000);
}

/** A list or object as JSON text; withheld stays null. */
export function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
