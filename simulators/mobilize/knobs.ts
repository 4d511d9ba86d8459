import { z } from 'zod';

/** What nobody outside Mobilize knows for sure, and what may go wrong in a page; turned at `/__control/mobilize/knobs`. */
export const knobSchema = z.strictObject({
  /** Status for a missing or wrong key: documented is 403. */
  authStatus: z.union([z.literal(401), z.literal(403)]).default(403),
  /** Rows on one page at most; larger wishes are cut without a word. */
  maxPerPage: z.int().positive().default(100),
  /** Whether `updated_since` takes rows modified at that very second. */
  updatedSinceInclusive: z.boolean().default(true),
  /** Rows keep their places by id; by `modified_date` a change during a scan moves them to later pages. */
  orderBy: z.enum(['id', 'modified_date']).default('id'),
  /** The `next` link of this page (counted from 1) points at the page itself: an endless loop. */
  stuckAtPage: z.int().positive().nullable().default(null),
  /** The last row of each page comes again as the first of the next one, as when a row slips in during a scan. */
  repeatRowOnNextPage: z.boolean().default(false),
  /** Says that only so many rows can be reached, as the search backend does, and ends the list there. */
  resultsLimitedTo: z.int().positive().nullable().default(null),
  /** Whether attendances of a deleted event stay in the lists; unknown, so both can be tried. */
  keepAttendancesOfDeletedEvents: z.boolean().default(false),
});

export type MobilizeKnobs = z.output<typeof knobSchema>;
