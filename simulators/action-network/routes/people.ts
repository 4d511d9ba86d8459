import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { AnswerError } from '../answer-error.ts';
import { type CollectionQuery, collectionPage } from '../collection.ts';
import { parseFilter } from '../filter.ts';
import { type PersonInput, readHelperBody, readPersonBody } from '../input.ts';
import type { ActionNetworkKnobs } from '../knobs.ts';
import type { Person } from '../person.ts';
import { personResource } from '../resources.ts';
import { apiUrlOf, hasKey, isBackground, type RouteContext, requireKey, sendHal } from './context.ts';

interface Id {
  readonly id: string;
}

/** People: list, read, the signup helper and the update by id. */
export function addPeopleRoutes(app: FastifyInstance, context: RouteContext): void {
  const { group, knobs, background, clock } = context;

  app.get<{ Querystring: CollectionQuery }>('/people', async (request, reply) => {
    requireKey(request, knobs.values);
    const { slowFromPage, slowPageMs } = knobs.values;
    if (slowPageMs > 0 && Number(request.query.page ?? 1) >= slowFromPage) await sleep(slowPageMs);
    const api = apiUrlOf(request);
    const people = listed(group().directory.all(), request.query.filter, knobs.values, clock.now());
    return sendHal(
      reply,
      collectionPage({
        api,
        path: 'people',
        relation: 'osdi:people',
        total: people.length,
        query: request.query,
        slice: (start, end) => people.slice(start, end).map((person) => personResource(person, api)),
        withTotals: false,
      }),
    );
  });

  app.get<{ Params: Id }>('/people/:id', (request, reply) => {
    requireKey(request, knobs.values);
    const person = existing(group().directory.byId(request.params.id), request.params.id);
    return sendHal(reply, personResource(person, apiUrlOf(request)));
  });

  app.post('/people', (request, reply) => {
    const isBlind = knobs.values.blindPosts && request.headers['osdi-api-token'] === undefined;
    if (isBlind && !hasKey(request)) return sendHal(reply, {});
    requireKey(request, knobs.values);
    const input = readHelperBody(request.body, knobs.values.badInputStatus);
    const known = { ...input, person: withKnownFields(input.person, knobs.values) };
    const signUp = () => group().directory.signUp(known, secondOf(clock.now()));
    if (isBackground(request)) {
      background.defer(knobs.values.backgroundDelayMs, signUp);
      return sendHal(reply, {});
    }
    return sendHal(reply, personResource(signUp(), apiUrlOf(request)));
  });

  app.put<{ Params: Id }>('/people/:id', (request, reply) => {
    requireKey(request, knobs.values);
    const { id } = request.params;
    existing(group().directory.byId(id), id);
    const input = withKnownFields(readPersonBody(request.body, knobs.values.badInputStatus), knobs.values);
    const update = () => group().directory.update(id, input, secondOf(clock.now()));
    if (isBackground(request)) {
      background.defer(knobs.values.backgroundDelayMs, update);
      return sendHal(reply, {});
    }
    return sendHal(reply, personResource(update(), apiUrlOf(request)));
  });
}

/** @throws AnswerError 404 */
export function existing(person: Person | undefined, id: string): Person {
  if (person === undefined) throw new AnswerError(404, `Couldn't find person with id = ${id}`);
  return person;
}

function listed(
  people: Person[],
  filter: string | undefined,
  { unknownFilter, indexLagMs }: ActionNetworkKnobs,
  nowMs: number,
): Person[] {
  if (filter === undefined) return people;
  const test = parseFilter(filter);
  if (test === undefined && unknownFilter === 'refuse') throw new AnswerError(400, 'Filter is not valid');
  return people.filter((person) => person.modifiedMs <= nowMs - indexLagMs && (test?.(person) ?? true));
}

function withKnownFields(input: PersonInput, { customFields }: ActionNetworkKnobs): PersonInput {
  if (customFields === null) return input;
  const known = Object.entries(input.custom_fields).filter(([name]) => customFields.includes(name));
  return { ...input, custom_fields: Object.fromEntries(known) };
}

/** Times have a precision of seconds. */
function secondOf(ms: number): number {
  return ms - (ms % 1_000);
}
