import { locationAt } from './events.ts';
import { mainOrganizationId, organizationById } from './organizations.ts';
import type { Event } from './types.ts';

/** An event with one timeslot, for the rows that are the same in every data set. */
export function fixedEvent({
  id,
  title,
  eventType,
  timeslotId,
  start,
  end,
}: {
  readonly id: number;
  readonly title: string;
  readonly eventType: string;
  readonly timeslotId: number;
  readonly start: number;
  readonly end: number;
}): Event {
  return {
    id,
    title,
    summary: '',
    description: `<p>${title}: meet, learn and talk with neighbors.</p>`,
    featured_image_url: '',
    high_priority: null,
    sponsor: organizationById(mainOrganizationId),
    timeslots: [
      {
        id: timeslotId,
        start_date: start,
        end_date: end,
        max_attendees: null,
        is_full: false,
        instructions: null,
      },
    ],
    location: locationAt(id),
    timezone: 'America/Chicago',
    event_type: eventType,
    browser_url: `https://www.mobilize.us/example/event/${id}/`,
    created_date: start - 30 * 86_400,
    modified_date: start - 20 * 86_400,
    visibility: 'PUBLIC',
    address_visibility: 'PUBLIC',
    created_by_volunteer_host: false,
    is_virtual: false,
    virtual_action_url: null,
    contact: {
      name: 'Casey Organizer',
      email_address: 'casey@example.org',
      phone_number: '5125550100',
      owner_user_id: 4_001,
    },
    accessibility_status: null,
    accessibility_notes: null,
    tags: [],
    approval_status: 'APPROVED',
    event_campaign: null,
    instructions: null,
  };
}
