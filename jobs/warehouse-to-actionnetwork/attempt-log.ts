import { type Attempt, storeOutcomes } from '@movement-etl/lib/delivery';
import type { Session } from '@movement-etl/lib/warehouse';

/** One try to send a person: a row of mobilize.mobilize_to_actionnetwork_log. */
export interface PersonAttempt extends Attempt {
  readonly mobilizeid: number;
  /** Null where Action Network has not taken the person. */
  readonly actionnetworkid: string | null;
}

export async function storeAttempts(
  session: Session,
  attempts: readonly PersonAttempt[],
  runId: string,
): Promise<void> {
  await storeOutcomes(session, 'mobilize.mobilize_to_actionnetwork_log', attempts, {
    runId,
    ownColumns: ({ mobilizeid, actionnetworkid }) => ({ mobilizeid, actionnetworkid }),
  });
}
