import { z } from 'zod';

/** What is not known for sure about Action Network, turned at `/__control/action-network/knobs`. */
export const knobSchema = z.strictObject({
  /** Status for a wrong or missing key; 403 was seen. */
  authStatus: z.union([z.literal(401), z.literal(403)]).default(403),
  /** Whether a post to the signup helper without any key answers success with no data, and does nothing. */
  blindPosts: z.boolean().default(false),
  /** Status for bodies that make no sense: 400 and 500 were both seen. */
  badInputStatus: z.union([z.literal(400), z.literal(422), z.literal(500)]).default(400),
  /** Filters find a person only so long after the last change. */
  indexLagMs: z.number().nonnegative().default(0),
  /** A background request takes effect so much later. */
  backgroundDelayMs: z.number().nonnegative().default(1_000),
  /** Custom fields that exist; others are ignored. Null: every name is taken. */
  customFields: z.array(z.string()).nullable().default(null),
  /** What an unknown filter does: a refusal, or nothing at all, so that everybody is listed. */
  unknownFilter: z.enum(['refuse', 'ignore']).default('refuse'),
  /** Pages from this one on take `slowPageMs` longer. */
  slowFromPage: z.int().positive().default(40),
  slowPageMs: z.number().nonnegative().default(0),
});

export type ActionNetworkKnobs = z.output<typeof knobSchema>;
