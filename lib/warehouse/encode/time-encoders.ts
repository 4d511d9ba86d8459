import { type Encoder, refuse } from './encoder.ts';
import { createInstantFormatter } from './instant.ts';

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?: ?(Z|z|[+-]\d\d(?::?[0-5]\d)?))?$/;

/** UTC offsets that PostgreSQL takes. */
const MAX_OFFSET_HOURS = 15;

const NOT_A_TIME = 'is not a date and time like 2026-01-31T12:00:00Z';

/** For columns of instants: Dates, and ISO 8601 text, which is taken for UTC where it names no zone. */
export function createTimestamptzEncoder(): Encoder {
  const format = createInstantFormatter();
  return (value, state) => {
    if (value instanceof Date) return format(value, state);
    if (typeof value === 'number') return refuse(state, 'is a number; make a Date of it first');
    if (typeof value !== 'string') return refuse(state, NOT_A_TIME);
    if (DATE.test(value)) return isDay(value) ? `${value}T00:00:00Z` : refuse(state, NOT_A_TIME);
    const zone = zoneOf(value);
    if (zone === undefined) return refuse(state, NOT_A_TIME);
    return zone === '' ? `${value}Z` : value;
  };
}

/** For columns of clock times without a zone: Dates are written in UTC; a text that names another zone is refused. */
export function createTimestampEncoder(): Encoder {
  const format = createInstantFormatter();
  return (value, state) => {
    if (value instanceof Date) return format(value, state)?.slice(0, -1);
    if (typeof value !== 'string') return refuse(state, NOT_A_TIME);
    if (isDay(value)) return value;
    const zone = zoneOf(value);
    if (zone === undefined) return refuse(state, NOT_A_TIME);
    if (zone === '') return value;
    if (/^z$/i.test(zone)) return value.slice(0, -1).trimEnd();
    return refuse(state, 'names a time zone, which the column cannot keep');
  };
}

/** For columns of days: `YYYY-MM-DD`; of a Date its day in UTC. */
export function createDateEncoder(): Encoder {
  const format = createInstantFormatter();
  return (value, state) => {
    if (value instanceof Date) return format(value, state)?.slice(0, 10);
    if (typeof value === 'string' && isDay(value)) return value;
    return refuse(state, 'is not a date like 2026-01-31');
  };
}

/** Whether a text is a day of the calendar, `2026-01-31`. */
export function isDay(text: string): boolean {
  const match = DATE.exec(text);
  return match !== null && isCalendarDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** The zone that a time names, '' if none; undefined when the text is no time. */
function zoneOf(text: string): string | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hours, minutes, seconds = '0', zone = ''] = match;
  const isTime = Number(hours) <= 23 && Number(minutes) <= 59 && Number(seconds) <= 59;
  const isZone = zone.length <= 1 || Number(zone.slice(1, 3)) <= MAX_OFFSET_HOURS;
  return isTime && isZone && isCalendarDay(Number(year), Number(month), Number(day)) ? zone : undefined;
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  if (day <= 28) return true;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (lengths[month - 1] ?? 0);
}
