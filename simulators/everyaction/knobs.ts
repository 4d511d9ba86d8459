import { z } from 'zod';

/** What is not known for sure about EveryAction, and what differs by key, turned at `/__control/everyaction/knobs`. */
export const knobSchema = z.strictObject({
  /** Whether the key is for the voter file (mode 0), and for everything else (mode 1). */
  hasMyVoters: z.boolean().default(false),
  hasMyCampaign: z.boolean().default(true),
  /** More requests than this under way at a time are refused, as long as rate limits are on. */
  maxInFlight: z.int().positive().default(3),
  /** The wait that such a refusal names. */
  busyMs: z.int().positive().default(30),
  /** A new person is found only so long after being made. */
  indexLagMs: z.number().nonnegative().default(0),
  /** An export job is done at this poll, counted from 1. */
  exportPolls: z.int().positive().default(3),
});

export type EveryActionKnobs = z.output<typeof knobSchema>;
