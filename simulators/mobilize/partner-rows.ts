import type { AttendanceStore } from './attendance-store.ts';
import { nestedEvent } from './data/events.ts';
import { guideRows } from './data/guide-rows.ts';
import { hardCaseEvent } from './data/hard-cases.ts';
import { nestedOrganization, organizationById, partnerOrganizationId } from './data/organizations.ts';
import { generatedPerson } from './data/people.ts';
import type { Attendance } from './data/types.ts';
import type { RowSet } from './row-set.ts';

const ownCount = 20;
const sharedCount = 5;
const firstOwnId = 800_001;
const created = 1_710_000_000;

/**
 * The attendances of the partner organisation: some of the main organisation's, with the same ids, as of an event that
 * both own, and twenty of its own.
 */
export function partnerRows(main: AttendanceStore, seed: number): RowSet {
  const sponsor = nestedOrganization(organizationById(partnerOrganizationId));
  const own = Array.from(
    { length: main.seededCount === 0 ? 0 : ownCount },
    (_, index): Attendance => ({
      id: firstOwnId + index,
      created_date: created + index,
      modified_date: created + index,
      person: generatedPerson(seed, index),
      event: { ...nestedEvent(hardCaseEvent), sponsor },
      timeslot: { id: 738_400, start_date: created + 3_600, end_date: created + 7_200 },
      sponsor,
      status: 'REGISTERED',
      attended: null,
      referrer: null,
      custom_signup_field_values: [],
      rating: null,
      feedback: null,
    }),
  );
  const shared = Math.max(0, Math.min(sharedCount, main.seededCount - guideRows.length));
  const mainPosition = (position: number) => guideRows.length + position;

  return {
    name: 'partner attendances',
    length: shared + own.length,
    get version() {
      return main.version;
    },
    modifiedAt: (position) =>
      position < shared
        ? main.modifiedAt(mainPosition(position))
        : (own[position - shared]?.modified_date ?? 0),
    isHidden: (position) => position < shared && main.isHidden(mainPosition(position)),
    json: (position) =>
      position < shared ? main.json(mainPosition(position)) : JSON.stringify(own[position - shared]),
  };
}
