import { z } from 'zod';

/** What `POST /__control/google/knobs` can turn while the simulator runs. */
export const googleKnobs = z.strictObject({
  /** `expires_in` of new tokens. */
  tokenLifetimeSeconds: z.number().positive().default(3_599),
  /** Cells that a spreadsheet may have over all its tabs, empty ones counted. */
  cellLimit: z.int().positive().default(10_000_000),
  /** Whether reads beyond the grid are refused like writes, or cut to it; live behaviour is not known for sure. */
  readsOutsideGrid: z.enum(['refuse', 'clip']).default('refuse'),
  /** Off: every Sheets call is refused with SERVICE_DISABLED, as before somebody enables the API. */
  sheetsApiEnabled: z.boolean().default(true),
});
export type GoogleKnobs = z.output<typeof googleKnobs>;
