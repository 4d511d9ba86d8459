import { attendances } from './1-extract.ts';

export const dated = attendances
  .addColumn('starts_at', ({ timeslot }) => toDate(timeslot?.start_date))
  .addColumn('ends_at', ({ timeslot }) => toDate(timeslot?.end_date))
  .removeColumn('timeslot');

/** Mobilize counts seconds since 1970, JavaScript milliseconds. */
function toDate(seconds: number | null | undefined): Date | null {
  return typeof seconds === 'number' ? new Date(seconds * 1000) : null;
}

if (import.meta.main) {
  console.log(await dated.cut('id', 'starts_at', 'ends_at').preview(5));
}
