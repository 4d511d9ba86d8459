import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { integerIn, ownOrganizationIn, requireKey } from '../access.ts';
import { ApiError, notFound } from '../api-error.ts';
import { nestedEvent } from '../data/events.ts';
import { nestedOrganization, organizationById } from '../data/organizations.ts';
import { generatedPerson } from '../data/people.ts';
import type { Event, Person, Referrer } from '../data/types.ts';
import type { World } from '../world.ts';
import type { RouteContext } from './context.ts';

const personFields = z.object({
  given_name: z.string().min(1),
  family_name: z.string().min(1),
  email_address: z.email(),
  phone_number: z.string(),
  postal_code: z.string(),
});
const text = z.string().nullable().default(null);
const signUpBody = z.object({
  person: personFields,
  sms_opt_in: z.enum(['OPT_IN', 'UNSPECIFIED']).default('UNSPECIFIED'),
  transactional_sms_opt_in: z.enum(['OPT_IN', 'UNSPECIFIED']).default('OPT_IN'),
  timeslots: z.array(z.object({ timeslot_id: z.int() })).min(1),
  referrer: z
    .object({
      utm_source: text,
      utm_medium: text,
      utm_campaign: text,
      utm_term: text,
      utm_content: text,
      url: text,
    })
    .optional(),
});
/** The docs' table is flat, their example nested; both are taken. */
const affiliationBody = z.union([z.object({ person: personFields }), personFields]);

/** The two restricted writes that integrations use: signing somebody up, and affiliating somebody. */
export function addWriteRoutes(app: FastifyInstance, { world, knobs }: RouteContext): void {
  app.post<{ Params: { org: string; event: string } }>(
    '/organizations/:org/events/:event/attendances',
    (request, reply) => {
      requireKey(request, knobs.values);
      ownOrganizationIn(request.params);
      const event = world().events.byId(integerIn(request.params.event));
      if (event === undefined) throw notFound();
      const body = parse(signUpBody, request.body);
      const positions = signUp(world(), event, body);
      const data = positions.map((position) => world().attendances.row(position));
      return reply.code(201).send({ data, error: null });
    },
  );

  app.post<{ Params: { org: string } }>('/organizations/:org/affiliations', (request, reply) => {
    requireKey(request, knobs.values);
    ownOrganizationIn(request.params);
    const body = parse(affiliationBody, request.body);
    const { person, isNew } = upsertPerson(world(), 'person' in body ? body.person : body, undefined);
    return reply.code(isNew ? 201 : 200).send({ data: [{ person }], error: null });
  });
}

function signUp(world: World, event: Event, body: z.output<typeof signUpBody>): number[] {
  const timeslots = body.timeslots.map(({ timeslot_id }, index) => {
    const found = event.timeslots.find(({ id }) => id === timeslot_id);
    if (found === undefined)
      throw new ApiError(400, { timeslots: { [index]: ['Timeslot does not exist.'] } });
    return { id: found.id, start_date: found.start_date, end_date: found.end_date };
  });
  const { person } = upsertPerson(world, body.person, body.sms_opt_in);
  const now = world.now();
  return timeslots.map((timeslot) =>
    world.attendances.addPosted({
      created_date: now,
      modified_date: now,
      person,
      event: nestedEvent(event),
      timeslot,
      sponsor: nestedOrganization(organizationById(event.sponsor.id)),
      status: 'REGISTERED',
      attended: null,
      referrer: body.referrer ?? noReferrer,
      custom_signup_field_values: [],
      rating: null,
      feedback: null,
    }),
  );
}

const noReferrer: Referrer = {
  utm_source: null,
  utm_medium: null,
  utm_campaign: null,
  utm_term: null,
  utm_content: null,
  url: null,
};

/** People are unique by e-mail address; a known one gets the posted fields. */
function upsertPerson(
  world: World,
  posted: z.output<typeof personFields>,
  smsOptIn: string | undefined,
): { person: Person; isNew: boolean } {
  const { people, seed } = world;
  const modified = world.now();
  const fields: Partial<Person> = {
    given_name: posted.given_name,
    family_name: posted.family_name,
    phone_numbers: [{ primary: true, number: posted.phone_number }],
    postal_addresses: [{ primary: true, postal_code: posted.postal_code }],
    modified_date: modified,
    ...(smsOptIn === 'OPT_IN' && { sms_opt_in_status: smsOptIn }),
  };
  const known = people.positionOfEmail(posted.email_address);
  if (known !== undefined) return { person: people.change(known, fields), isNew: false };
  const person: Person = {
    ...generatedPerson(seed, people.nextNumber),
    email_addresses: [{ primary: true, address: posted.email_address }],
    sms_opt_in_status: 'UNSPECIFIED',
    created_date: modified,
    ...fields,
  };
  people.add(person);
  return { person, isNew: true };
}

function parse<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ApiError(400, fieldErrors(result.error));
}

/** `{"person": {"email_address": ["Enter a valid …"]}}`: field, then field or index, down to a list of sentences. */
function fieldErrors(error: z.ZodError): Record<string, unknown> {
  const tree: Record<string, unknown> = {};
  for (const { path, message } of error.issues) {
    let level = tree;
    const names = path.length === 0 ? ['non_field_errors'] : path.map(String);
    for (const name of names.slice(0, -1)) {
      level[name] ??= {};
      // Levels above the last one are objects made here.
      level = level[name] as Record<string, unknown>;
    }
    level[names.at(-1) ?? ''] = [message];
  }
  return tree;
}
