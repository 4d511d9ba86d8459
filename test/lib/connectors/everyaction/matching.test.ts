import { isMatchable } from '@movement-etl/lib/connectors/everyaction';
import { PermanentError, TransientError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../support/http-server.ts';
import { failureOf, htmlNotFound, matched, refusal, startClient, stored, unmatched } from './start-client.ts';

const ana = {
  firstName: 'Ana',
  lastName: 'Canary',
  email: 'Ana+EV@example.org ',
  phone: '(512) 555-0101',
  zip: '78701-1234',
};

describe('isMatchable', () => {
  it.each([
    ['an e-mail address', { email: 'ana@example.org' }, true],
    ['both names and a phone number', { firstName: 'Ana', lastName: 'B', phone: '512.555.0101' }, true],
    [
      'names, zip code and date of birth',
      { firstName: 'A', lastName: 'B', zip: '78701', dateOfBirth: '1990-01-31' },
      true,
    ],
    ['both names', { firstName: 'Ana', lastName: 'B' }, false],
    ['both names and a zip code', { firstName: 'Ana', lastName: 'B', zip: '78701' }, false],
    ['a phone number, which a household may share', { phone: '5125550101' }, false],
    ['one name and a phone number', { firstName: 'Ana', phone: '5125550101' }, false],
    ['names and a phone number that is none', { firstName: 'A', lastName: 'B', phone: '555-0101' }, false],
    ['an e-mail address that is none', { email: 'ana at example' }, false],
    ['empty texts', { firstName: ' ', lastName: '', email: '', phone: null, zip: undefined }, false],
    ['nothing', {}, false],
  ])('of %s is %s', (_what, person, expected) => {
    expect(isMatchable(person)).toBe(expected);
  });
});

describe('findOrCreatePerson', () => {
  it('sends lists, ten digits and five digits, and nothing about consent', async () => {
    const { client, server } = await startClient(() => stored);

    await client.findOrCreatePerson(ana);

    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/v4/people/findOrCreate' });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      firstName: 'Ana',
      lastName: 'Canary',
      emails: [{ email: 'ana+ev@example.org' }],
      phones: [{ phoneNumber: '5125550101' }],
      addresses: [{ zipOrPostalCode: '78701' }],
    });
  });

  it('tells a new person from one who was there, and does not follow the redirect', async () => {
    const { client, server } = await startClient((_request, callIndex) =>
      callIndex === 0 ? matched : stored,
    );

    expect(await client.findOrCreatePerson(ana)).toEqual({ vanId: 101, isNew: false });
    expect(await client.findOrCreatePerson(ana)).toEqual({ vanId: 102, isNew: true });
    expect(server.requests.every(({ method }) => method === 'POST')).toBe(true);
  });

  it('sends nothing about somebody who would be made anew each time', async () => {
    const { client, server } = await startClient(() => stored);

    const error = await failureOf(client.findOrCreatePerson({ firstName: 'Ana', lastName: 'Canary' }));

    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).not.toContain('Canary');
    expect(server.requests).toEqual([]);
  });

  it.each<[string, Reply]>([
    ['a lost connection', { fault: 'disconnect' }],
    ['a 500', refusal(500, 'INTERNAL_SERVER_ERROR', 'oops')],
    ['no answer', { fault: 'hang' }],
  ])('is not repeated after %s, because the person may have been made', async (_what, reply) => {
    const { client, server } = await startClient(() => reply, { timeoutMs: 200 });

    expect(await failureOf(client.findOrCreatePerson(ana))).toBeInstanceOf(TransientError);
    expect(server.requests).toHaveLength(1);
  });

  it('is repeated after a 429, which did nothing', async () => {
    const tooMany = refusal(429, '429', 'Rate limit exceeded. Try again in 5 ms.');
    const { client } = await startClient((_request, callIndex) => (callIndex === 0 ? tooMany : stored));

    expect(await client.findOrCreatePerson(ana)).toMatchObject({ isNew: true });
  });

  it.each<[string, Reply]>([
    ['a redirect to a page', { status: 302, text: '<html>', headers: { location: '/error.html' } }],
    ['a match without an id', { status: 302, json: { vanId: null, status: 'Matched' } }],
    ['a person without an id', { status: 201, json: { status: 'UnmatchedStored' } }],
    ['the redirect followed by something in between', { status: 200, json: { firstName: 'Ana' } }],
  ])('refuses %s as an answer, without quoting it', async (_what, reply) => {
    const { client } = await startClient(() => reply);

    const error = await failureOf(client.findOrCreatePerson(ana));

    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).not.toMatch(/Ana|html/);
  });
});

describe('findPerson', () => {
  it('answers the id', async () => {
    const { client } = await startClient(() => matched);

    expect(await client.findPerson(ana)).toBe(101);
  });

  it('answers nothing when nobody matches, which is a 404', async () => {
    const { client } = await startClient(() => unmatched);

    expect(await client.findPerson(ana)).toBeUndefined();
  });

  it('does not take the 404 of another server for "nobody"', async () => {
    const { client } = await startClient(() => htmlNotFound);

    expect(await failureOf(client.findPerson(ana))).toBeInstanceOf(PermanentError);
  });

  it('is repeated, because it writes nothing', async () => {
    const { client } = await startClient((_request, callIndex) =>
      callIndex === 0 ? { fault: 'disconnect' } : matched,
    );

    expect(await client.findPerson(ana)).toBe(101);
  });

  it('does not ask about somebody who cannot be told from others: "nobody" would be no answer', async () => {
    const { client, server } = await startClient(() => unmatched);

    expect(await failureOf(client.findPerson({ lastName: 'Canary' }))).toBeInstanceOf(PermanentError);
    expect(server.requests).toEqual([]);
  });
});
