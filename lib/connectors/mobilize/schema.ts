import { z } from 'zod';
import { findMisfit, findMisfitInRows, type Shape } from './row-shape.ts';
import type { Attendance, DeletedEvent, MobilizeEvent, Organization, Person } from './rows.ts';

/** A page of a list; further keys (`metadata`, …) are ignored. */
export interface Page<R> {
  /** Rows in the whole list, as of this answer; documented, yet not relied on. */
  readonly count?: number | null | undefined;
  readonly next?: string | null | undefined;
  readonly data: readonly R[];
  /** Set where a search index answered: no more rows than this can be reached, whatever `count` says. */
  readonly results_limited_to?: number | null | undefined;
}

const person = {
  id: 'integer',
  user_id: 'integer',
  given_name: 'string',
  family_name: 'string',
  email_addresses: 'list',
  phone_numbers: 'list',
  postal_addresses: 'list',
  modified_date: 'integer',
} satisfies Shape;

const event = {
  id: 'integer',
  title: 'string',
  timezone: 'string',
  event_type: 'string',
  modified_date: 'integer',
} satisfies Shape;

const organization = { id: 'integer', name: 'string', modified_date: 'integer' } satisfies Shape;

const attendance = {
  id: 'integer',
  created_date: 'integer',
  modified_date: 'integer',
  status: 'string',
  attended: 'boolean',
  person,
  event,
  timeslot: { id: 'integer', start_date: 'integer', end_date: 'integer' },
  sponsor: organization,
  custom_signup_field_values: 'list',
} satisfies Shape;

const deletedEvent = { id: 'integer', deleted_date: 'integer' } satisfies Shape;

export const attendancePage = pageOf<Attendance>(attendance);
export const eventPage = pageOf<MobilizeEvent>(event);
export const personPage = pageOf<Person>(person);
export const organizationPage = pageOf<Organization>(organization);
export const deletedEventPage = pageOf<DeletedEvent>(deletedEvent);

export const oneAttendance = single<Attendance>(attendance);
export const oneEvent = single<MobilizeEvent>(event);
export const enumsAnswer = z.looseObject({ data: z.record(z.string(), z.unknown()) });

/** The envelope is zod's; the rows are checked in place and not copied, see `findMisfitInRows`. */
function pageOf<R>(shape: Shape): z.ZodType<Page<R>> {
  const page = z.object({
    count: z.int().nonnegative().nullish(),
    next: z.string().nullish(),
    results_limited_to: z.int().nullish(),
    data: z.array(z.unknown()).transform((rows, context) => {
      const problem = findMisfitInRows(rows, shape);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
      // The shape was checked as far as anything relies on it; the other fields are as the vendor documents them.
      return rows as readonly R[];
    }),
  });
  return z.preprocess(withoutRows, page);
}

/** An empty list may say so with null; a null without a count of 0 is what refusals have. */
function withoutRows(page: unknown): unknown {
  const isEmpty = z.object({ count: z.literal(0), data: z.null() }).safeParse(page).success;
  return isEmpty ? { ...(page as object), data: [] } : page;
}

function single<R>(shape: Shape): z.ZodType<{ readonly data: R }> {
  return z.object({
    data: z.unknown().transform((row, context) => {
      const problem = findMisfit(row, shape);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
      // As above.
      return row as R;
    }),
  });
}
