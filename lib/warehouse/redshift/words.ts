import type { Dialect } from '../connection.ts';

/** What code that shares its SQL with PostgreSQL has to know of Redshift. */
export const redshiftWords: Pick<Dialect, 'beginsLate' | 'clock' | 'secondsFromNow'> = {
  beginsLate: true,
  // GETDATE() is the time at which the statement began, and has no time zone; sessions run in UTC.
  clock: 'GETDATE()',
  secondsFromNow: (seconds) => `DATEADD(second, ${Math.ceil(seconds)}, GETDATE())`,
};
