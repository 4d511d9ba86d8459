import { mix } from '../../random.ts';
import { generatedEvent, historyEnd, historyStart, nestedEvent } from './events.ts';
import { mainOrganizationId, nestedOrganization, organizationById } from './organizations.ts';
import { generatedPerson } from './people.ts';
import type { Event, Person } from './types.ts';

export const firstGeneratedAttendanceId = 1_000_000;
const maxRevisionSeconds = 20 * 86_400;

/** What has changed about a sign-up since it was made. */
export interface AttendanceChange {
  readonly status?: string;
  readonly attended?: boolean | null;
}

/** A generated sign-up as numbers; its JSON is made when somebody asks. */
export interface SignUp {
  readonly id: number;
  readonly hash: number;
  readonly personNumber: number;
  readonly eventNumber: number;
  /** Position among the sign-ups made in one visit to the page. */
  readonly slot: number;
  readonly created: number;
  readonly modified: number;
}

/** How many generated people stand behind so many generated sign-ups: three each. */
export function personCountFor(signUps: number): number {
  return Math.ceil(signUps / 3);
}

/**
 * The sign-up at a position (from 0) of `count` generated ones. About one in nine belongs to the same visit as the one
 * before it: same person, event and creation, the next timeslot.
 */
export function signUpAt(seed: number, position: number, count: number, eventCount: number): SignUp {
  const isSecond = position > 0 && isFollower(seed, position) && !isFollower(seed, position - 1);
  const leader = isSecond ? position - 1 : position;
  const hash = mix(seed, leader);
  const created = historyStart + Math.floor((leader / count) * (historyEnd - historyStart - 1));
  const revised = hash % 4 === 0 ? created : created + (mix(seed + 2, position) % maxRevisionSeconds);
  return {
    id: firstGeneratedAttendanceId + position,
    hash: isSecond ? mix(seed, position) : hash,
    personNumber: hash % personCountFor(count),
    eventNumber: Math.min(eventCount - 1, Math.floor((leader / count) * eventCount) + (hash % 3)),
    slot: isSecond ? 1 : 0,
    created,
    modified: Math.min(revised, historyEnd),
  };
}

function isFollower(seed: number, position: number): boolean {
  return mix(seed + 1, position) % 8 === 0;
}

/** Makes the JSON of generated sign-ups, about 1.6 kB each, from parts that are kept. */
export function createSignUpWriter({ seed, eventCount }: { seed: number; eventCount: number }) {
  const events: Event[] = [];
  const eventJson: string[] = [];
  const sponsorJson = JSON.stringify(nestedOrganization(organizationById(mainOrganizationId)));

  const eventAt = (number: number): Event => {
    events[number] ??= generatedEvent(seed, number, eventCount);
    return events[number];
  };
  const nestedJsonAt = (number: number): string => {
    eventJson[number] ??= JSON.stringify(nestedEvent(eventAt(number)));
    return eventJson[number];
  };

  return {
    eventAt,
    /** @param person instead of the generated one */
    json(signUp: SignUp, modified: number, change: AttendanceChange = {}, person?: Person): string {
      const { id, hash, eventNumber, slot, created, personNumber } = signUp;
      const { status = statusOf(hash), attended = attendedOf(hash) } = change;
      const { timeslots } = eventAt(eventNumber);
      const { id: timeslotId, start_date, end_date } = timeslots[slot % timeslots.length] ?? noTimeslot;
      return `{"id":${id},"created_date":${created},"modified_date":${modified},"person":${JSON.stringify(person ?? generatedPerson(seed, personNumber))},"event":${nestedJsonAt(eventNumber)},"timeslot":{"id":${timeslotId},"start_date":${start_date},"end_date":${end_date}},"sponsor":${sponsorJson},"status":"${status}","attended":${attended},"referrer":${referrerJson(hash)},"custom_signup_field_values":[],"rating":null,"feedback":null}`;
    },
  };
}

const noTimeslot = { id: 0, start_date: 0, end_date: 0 };

function statusOf(hash: number): string {
  const share = (hash >>> 3) % 100;
  if (share < 70) return 'REGISTERED';
  return share < 85 ? 'CONFIRMED' : 'CANCELLED';
}

function attendedOf(hash: number): boolean | null {
  const share = (hash >>> 11) % 100;
  if (share < 45) return true;
  return share < 65 ? false : null;
}

const campaigns = ['"spring"', '"gotv"', '"newsletter"', 'null'] as const;

function referrerJson(hash: number): string {
  const campaign = campaigns[(hash >>> 7) % campaigns.length];
  return `{"utm_source":null,"utm_medium":null,"utm_campaign":${campaign},"utm_term":null,"utm_content":null,"url":null}`;
}
