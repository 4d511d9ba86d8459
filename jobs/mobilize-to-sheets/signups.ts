import { type Attendance, contactOf } from '@movement-etl/lib/connectors/mobilize';
import { RejectedRowError } from '@movement-etl/lib/errors';

/** One sign-up, whichever source it came from: Mobilize's own list, or a sheet as in the training guide. */
export interface Signup {
  readonly id: number | null;
  readonly event_id: number | null;
  readonly event_title: string | null;
  readonly event_timezone: string | null;
  readonly timeslot_id: number | null;
  /** Unix seconds. */
  readonly timeslot_start_date: number | null;
  /** Unix seconds. */
  readonly timeslot_end_date: number | null;
  readonly status: string | null;
  /** Null: nobody has said. */
  readonly attended: boolean | null;
  readonly person: SignupPerson;
}

export interface SignupPerson {
  readonly user_id: number | null;
  readonly given_name: string | null;
  readonly family_name: string | null;
  readonly email_address: string | null;
  readonly phone_number: string | null;
  readonly postal_code: string | null;
}

export const PERSON_KEYS = [
  'user_id',
  'given_name',
  'family_name',
  'email_address',
  'phone_number',
  'postal_code',
] as const;

/** The part of Mobilize's nested attendance that a spreadsheet shows. */
export function signupOfAttendance({ id, event, timeslot, status, attended, person }: Attendance): Signup {
  return {
    id: id ?? null,
    event_id: event?.id ?? null,
    event_title: event?.title ?? null,
    event_timezone: event?.timezone ?? null,
    timeslot_id: timeslot?.id ?? null,
    timeslot_start_date: timeslot?.start_date ?? null,
    timeslot_end_date: timeslot?.end_date ?? null,
    status: status ?? null,
    attended: attended ?? null,
    person: {
      user_id: person?.user_id ?? null,
      given_name: person?.given_name ?? null,
      family_name: person?.family_name ?? null,
      ...contactOf(person),
    },
  };
}

/** The columns that a source sheet must have; every cell is text, `person` is JSON. `event_timezone` may be missing. */
export const SHEET_COLUMNS = [
  'id',
  'event_id',
  'event_title',
  'timeslot_id',
  'timeslot_start_date',
  'timeslot_end_date',
  'status',
  'attended',
  'person',
] as const;

type SheetRow = Readonly<Record<string, unknown>>;

/** @throws RejectedRowError naming the column whose text is not what it should be. */
export function signupOfSheetRow(row: SheetRow): Signup {
  const person = parsePerson(row.person);
  return {
    id: toInteger(row, 'id'),
    event_id: toInteger(row, 'event_id'),
    event_title: toText(row.event_title),
    event_timezone: toText(row.event_timezone),
    timeslot_id: toInteger(row, 'timeslot_id'),
    timeslot_start_date: toInteger(row, 'timeslot_start_date'),
    timeslot_end_date: toInteger(row, 'timeslot_end_date'),
    status: toText(row.status),
    attended: toBoolean(row.attended),
    person: {
      // In the training guide's sheet the person's own id is called `id`.
      user_id: toInteger(person, person.user_id === undefined ? 'id' : 'user_id'),
      given_name: toText(person.given_name),
      family_name: toText(person.family_name),
      email_address: toText(person.email_address),
      phone_number: toText(person.phone_number),
      postal_code: toText(person.postal_code),
    },
  };
}

function parsePerson(value: unknown): SheetRow {
  const text = toText(value) ?? '{}';
  try {
    const person: unknown = JSON.parse(text);
    if (typeof person === 'object' && person !== null && !Array.isArray(person)) return person as SheetRow;
  } catch {
    // Falls through: no JSON is as wrong as JSON of another kind.
  }
  throw unusable('person', 'is not a JSON object');
}

function toInteger(row: SheetRow, column: string): number | null {
  const text = toText(row[column]);
  if (text === null) return null;
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  throw unusable(column, 'is not a whole number');
}

function toBoolean(value: unknown): boolean | null {
  const text = toText(value)?.toLowerCase() ?? null;
  if (text === null) return null;
  if (text === 'true' || text === 'false') return text === 'true';
  throw unusable('attended', 'is neither true, false nor empty');
}

function toText(value: unknown): string | null {
  const text = value === null || value === undefined ? '' : String(value).trim();
  return text === '' ? null : text;
}

/** The verb that calls this knows the row's number and fills it in. */
function unusable(column: string, reason: string): RejectedRowError {
  return new RejectedRowError({ rowNumber: 0, column, reason });
}
