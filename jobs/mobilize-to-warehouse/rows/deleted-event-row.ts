import type { DeletedEvent } from '@movement-etl/lib/connectors/mobilize';
import { toDate } from './values.ts';

export type DeletedEventRow = ReturnType<typeof flattenDeletedEvent>;

export function flattenDeletedEvent(event: DeletedEvent, organizationId: number) {
  return { id: event.id ?? null, deleted_date: toDate(event.deleted_date), organization_id: organizationId };
}
