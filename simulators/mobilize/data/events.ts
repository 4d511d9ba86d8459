import { mix } from '../../random.ts';
import {
  mainOrganizationId,
  nestedOrganization,
  organizationById,
  partnerOrganizationId,
} from './organizations.ts';
import type { Event, EventTimeslot, Location } from './types.ts';
import { choose, eventKinds, places } from './words.ts';

/** Generated data lie between these times; what happens later is stamped with the simulated time. */
export const historyStart = Date.UTC(2025, 0, 6) / 1_000;
export const historyEnd = Date.UTC(2026, 0, 5) / 1_000;

export const firstGeneratedEventId = 500_000;
const hour = 3_600;
const day = 24 * hour;

const tags = [
  { id: 10, name: 'weekend' },
  { id: 11, name: 'field' },
  { id: 12, name: 'digital' },
];

/** How many events stand behind so many attendances: about one for 40, at least 12, at most 2,000. */
export function eventCountFor(attendances: number): number {
  return Math.min(2_000, Math.max(12, Math.ceil(attendances / 40)));
}

/** The generated event with this number (from 0) of `eventCount`; they are spread evenly over the history. */
export function generatedEvent(seed: number, number: number, eventCount: number): Event {
  const hash = mix(seed ^ 0xe7e47, number);
  const { type, title, isVirtual } = choose(eventKinds, hash);
  const { locality, timezone } = choose(places, hash >>> 4);
  const id = firstGeneratedEventId + number;
  const startsAt = historyStart + Math.floor(((number + 1) / eventCount) * (historyEnd - historyStart));
  const firstHour = startsAt - (startsAt % day) + (15 + (hash % 8)) * hour;

  return {
    id,
    title: `${locality} ${title}`,
    summary: '',
    description: `<p>Join neighbors in ${locality}. No experience needed.</p>`,
    featured_image_url: '',
    high_priority: hash % 10 === 0,
    sponsor: organizationById(number % 20 === 7 ? partnerOrganizationId : mainOrganizationId),
    timeslots: timeslotsOf(number, firstHour, 1 + (hash % 4)),
    location: isVirtual ? null : locationAt(hash),
    timezone,
    event_type: type,
    browser_url: `https://www.mobilize.us/example/event/${id}/`,
    created_date: firstHour - 30 * day,
    modified_date: firstHour - 20 * day,
    visibility: hash % 9 === 0 ? 'PRIVATE' : 'PUBLIC',
    address_visibility: hash % 7 === 0 ? 'PRIVATE' : 'PUBLIC',
    created_by_volunteer_host: hash % 5 === 0,
    is_virtual: isVirtual,
    virtual_action_url: isVirtual ? `https://meet.example.org/${id}` : null,
    contact: {
      name: 'Casey Organizer',
      email_address: 'casey@example.org',
      phone_number: '5125550100',
      owner_user_id: 4_001,
    },
    accessibility_status: choose(['ACCESSIBLE', 'NOT_SURE', null], hash),
    accessibility_notes: null,
    tags: [choose(tags, hash)],
    approval_status: 'APPROVED',
    event_campaign: null,
    instructions: null,
  };
}

function timeslotsOf(number: number, firstHour: number, count: number): EventTimeslot[] {
  return Array.from({ length: count }, (_, index) => ({
    id: 7_000_000 + number * 10 + index,
    start_date: firstHour + index * 3 * hour,
    end_date: firstHour + index * 3 * hour + 2 * hour,
    max_attendees: index === 0 ? null : 25,
    is_full: false,
    instructions: null,
  }));
}

/** A place for people to meet; mapping services know it. */
export function locationAt(hash: number): Location {
  const { locality, region, postalCode, latitude, longitude } = choose(places, hash >>> 4);
  return {
    venue: `${locality} Community Center`,
    address_lines: [`${100 + (hash % 900)} Main St`, ''],
    locality,
    region,
    country: 'US',
    postal_code: postalCode,
    location: { latitude, longitude },
    congressional_district: String(1 + (hash % 30)),
    state_leg_district: null,
    state_senate_district: null,
  };
}

/** The event as nested in an attendance: without the lists and people that belong to the event itself. */
export function nestedEvent(event: Event): Record<string, unknown> {
  return { ...event, sponsor: nestedOrganization(event.sponsor), timeslots: null, contact: null };
}
