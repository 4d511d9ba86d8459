const dayMs = 86_400_000;
/** Serial day 0. */
const epochMs = Date.UTC(1899, 11, 30);

/** The day number, with the time as its fraction, that Sheets keeps for a moment (in the spreadsheet's own zone). */
export function toSerial(utcMs: number): number {
  return (utcMs - epochMs) / dayMs;
}

/** The moment of a serial day number, to be read with the UTC getters; rounded to a second as it is displayed. */
export function fromSerial(serial: number): Date {
  return new Date(epochMs + Math.round(serial * 86_400) * 1_000);
}
