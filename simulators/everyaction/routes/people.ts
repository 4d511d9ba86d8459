import type { FastifyInstance, FastifyReply } from 'fastify';
import { ApiError, sendAspNetFailure } from '../api-error.ts';
import { listPage } from '../list-page.ts';
import { expansions, type Person, personJson } from '../person.ts';
import { readPerson } from '../person-input.ts';
import { existingPerson, type PersonParams, type RouteContext } from './context.ts';

interface PeopleQuery {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly phoneNumber?: string;
  readonly $expand?: string;
}

/** People: matching, reading, writing. A match is answered with a redirect whose body is a stub. */
export function addPeopleRoutes(app: FastifyInstance, context: RouteContext): void {
  const { committee, knobs, clock } = context;
  const found = (reply: FastifyReply, { vanId }: Person) =>
    reply
      .code(302)
      .header('location', `${reply.request.protocol}://${reply.request.host}/van/v4/people/${vanId}`)
      .send({ vanId, status: 'Matched' });
  const findBefore = () => clock.now() - knobs.values.indexLagMs;

  app.post('/people/find', (request, reply) => {
    const input = readPerson(request.body);
    if (input.vanId === 0) return sendAspNetFailure(reply);
    const person = committee().find(input, findBefore());
    if (person === undefined) return reply.code(404).send({ vanId: null, status: 'Unmatched' });
    return found(reply, person);
  });

  // Data below the threshold match nobody, so that each such call makes one more person.
  app.post('/people/findOrCreate', (request, reply) => {
    const input = readPerson(request.body);
    const person = committee().find(input, findBefore());
    if (person !== undefined) return found(reply, person);
    const { vanId } = committee().create(input, clock.now());
    return reply.code(201).send({ vanId, status: 'UnmatchedStored' });
  });

  app.post('/people/create', (request, reply) => {
    const { vanId } = committee().create(readPerson(request.body), clock.now());
    return reply.code(201).send({ vanId, status: 'Stored' });
  });

  app.get<{ Querystring: PeopleQuery }>('/people', (request) => {
    const { firstName, lastName, email, phoneNumber, $expand } = request.query;
    if (!firstName && !lastName && !email && !phoneNumber) {
      throw new ApiError(400, 'At least one search criterion is required.');
    }
    const begins = (value: string | null | undefined, start: string | undefined) =>
      start === undefined || value?.toLowerCase().startsWith(start.toLowerCase()) === true;
    const people = committee()
      .people()
      .filter(
        (person) =>
          begins(person.firstName, firstName) &&
          begins(person.lastName, lastName) &&
          (email === undefined || person.emails.some((known) => begins(known, email))) &&
          (phoneNumber === undefined || person.phones.includes(phoneNumber)),
      );
    const expand = readExpand($expand);
    return listPage(
      request,
      people.map((person) => personJson(person, expand, codesOf(person))),
    );
  });

  app.get<{ Params: PersonParams; Querystring: PeopleQuery }>('/people/:vanId(^\\d+$)', (request) => {
    const expand = readExpand(request.query.$expand);
    const person = existingPerson(context, request.params);
    return personJson(person, expand, codesOf(person));
  });

  app.post<{ Params: PersonParams }>('/people/:vanId(^\\d+$)', (request, reply) => {
    const person = existingPerson(context, request.params);
    return found(reply, committee().update(person, readPerson(request.body)));
  });

  function codesOf({ vanId }: Person) {
    return committee()
      .applications(vanId)
      .filter(({ kind }) => kind === 'code')
      .map(({ id }) => ({ codeId: id, name: committee().code(id)?.name ?? null }));
  }
}

/** @throws ApiError 400 that names the values there are */
function readExpand(text = ''): ReadonlySet<string> {
  const names = text.split(',').filter((name) => name !== '');
  const known: readonly string[] = expansions;
  if (names.every((name) => known.includes(name))) return new Set(names);
  throw new ApiError(400, `'$expand' must be one of: ${expansions.join(', ')}`, ['$expand']);
}
