import { forbidden, invalid, invalidAt } from './api-error.ts';
import type { Event, EventTimeslot } from './data/types.ts';
import { readInteger } from './list-page.ts';

export interface EventFilterOptions {
  /** Without a key, private events and contacts are hidden. */
  readonly hasKey: boolean;
  /** Unix seconds; what `now` in a filter means. */
  readonly now: number;
}

const searchParameters = ['zipcode', 'max_dist', 'exclude_full', 'tag_id'];

/** Whether the search backend answers, which reaches 1,000 rows at most. */
export function isSearch(query: URLSearchParams): boolean {
  return searchParameters.some((name) => query.has(name));
}

/** The events that a request asks for, as far as it may see them. @throws ApiError 400, 403 */
export function filterEvents(
  events: readonly Event[],
  query: URLSearchParams,
  { hasKey, now }: EventFilterOptions,
): Event[] {
  if (!hasKey && query.getAll('visibility').includes('PRIVATE')) throw forbidden();
  const keep = [
    oneOf(query, 'visibility', (event) => event.visibility),
    oneOf(query, 'event_types', (event) => event.event_type),
    oneOf(query, 'approval_status', (event) => event.approval_status),
    oneOf(query, 'state', (event) => event.location?.region ?? ''),
    oneOf(query, 'zipcode', (event) => event.location?.postal_code ?? ''),
    oneOfIds(query, 'organization_id', (event) => [event.sponsor.id]),
    oneOfIds(query, 'tag_id', (event) => event.tags.map((tag) => tag.id)),
    flag(query, 'is_virtual', (event) => event.is_virtual),
    flag(query, 'high_priority_only', (event) => event.high_priority === true),
    flag(query, 'exclude_full', (event) => event.timeslots.some((timeslot) => !timeslot.is_full)),
    campaign(query),
  ].filter((test) => test !== undefined);
  const keepTimeslot = timeslotFilter(query, now);

  return events
    .filter((event) => (hasKey || event.visibility === 'PUBLIC') && keep.every((test) => test(event)))
    .map((event) => ({
      ...event,
      contact: hasKey ? event.contact : null,
      timeslots: keepTimeslot === undefined ? event.timeslots : event.timeslots.filter(keepTimeslot),
    }))
    .filter((event) => keepTimeslot === undefined || event.timeslots.length > 0);
}

type Test = (event: Event) => boolean;

function oneOf(query: URLSearchParams, name: string, fieldOf: (event: Event) => string): Test | undefined {
  const wanted = query.getAll(name);
  return wanted.length === 0 ? undefined : (event) => wanted.includes(fieldOf(event));
}

function oneOfIds(query: URLSearchParams, name: string, idsOf: (event: Event) => number[]): Test | undefined {
  const texts = query.getAll(name);
  const wanted = texts.map((text, index) => {
    if (!/^\d+$/.test(text)) throw invalidAt(name, index);
    return Number(text);
  });
  return wanted.length === 0 ? undefined : (event) => idsOf(event).some((id) => wanted.includes(id));
}

function flag(query: URLSearchParams, name: string, fieldOf: Test): Test | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (text !== 'true' && text !== 'false') throw invalid(name, 'Must be a valid boolean.');
  const onlyTrue = name !== 'is_virtual';
  if (onlyTrue && text === 'false') return undefined;
  return (event) => fieldOf(event) === (text === 'true');
}

function campaign(query: URLSearchParams): Test | undefined {
  const id = readInteger(query, 'event_campaign_id', 0);
  return id === undefined ? undefined : (event) => event.event_campaign?.id === id;
}

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  gte: (left, right) => left >= right,
  gt: (left, right) => left > right,
  lte: (left, right) => left <= right,
  lt: (left, right) => left < right,
};

/** `timeslot_start=gte_1700000000`, repeated for a range; `now` is a time too. */
function timeslotFilter(
  query: URLSearchParams,
  now: number,
): ((timeslot: EventTimeslot) => boolean) | undefined {
  const tests = (['timeslot_start', 'timeslot_end'] as const).flatMap((name) =>
    query.getAll(name).map((text) => {
      const [, operator = '', value = ''] = /^(gte|gt|lte|lt)_(\d+|now)$/.exec(text) ?? [];
      const compare = comparisons[operator];
      if (compare === undefined) throw invalid(name, 'Enter a valid comparison, such as gte_1700000000.');
      const limit = value === 'now' ? now : Number(value);
      const field = name === 'timeslot_start' ? 'start_date' : 'end_date';
      return (timeslot: EventTimeslot) => compare(timeslot[field], limit);
    }),
  );
  return tests.length === 0 ? undefined : (timeslot) => tests.every((test) => test(timeslot));
}
