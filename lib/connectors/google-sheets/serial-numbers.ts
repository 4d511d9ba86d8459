const DAY_MS = 86_400_000;
/** Day 0. Source: Sheets API guide, "Date/time values". */
const EPOCH_MS = Date.UTC(1899, 11, 30);
/** A tenth of a millisecond; more digits would not survive the 15 with which Google answers. */
const DECIMALS = 1e9;

/**
 * The number that a Google sheet keeps for a moment: days since 1899-12-30, the time as their fraction. It has no time zone; what is
 * given is shown as in UTC. Exact to the millisecond. Write it to a column with a `DATE` or `DATE_TIME` number format.
 */
export function toSerialNumber(date: Date): number {
  return Math.round(((date.getTime() - EPOCH_MS) / DAY_MS) * DECIMALS) / DECIMALS;
}
