import { PermanentError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import { golden, hal, PERSON_ID, page, personNumber, refusal } from './golden.ts';
import { startClient } from './start-client.ts';

describe('people', () => {
  it('follows the pages until an empty one, because the last page links to a next one too', async () => {
    const { client, server } = await startClient(({ path }, _callIndex, { url }) => {
      const number = Number(new URL(path, url).searchParams.get('page') ?? 1);
      const next = `${url}/api/v2/people?page=${number + 1}`;
      return page('osdi:people', number < 3 ? [personNumber(number)] : [], next);
    });

    const people = await client.people().toArray();

    expect(people.map(({ id }) => id.at(-1))).toEqual(['1', '2']);
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/api/v2/people',
      '/api/v2/people?page=2',
      '/api/v2/people?page=3',
    ]);
  });

  it('ends without an embedded list as well, and is an empty table with its columns', async () => {
    const { client } = await startClient(() => hal({ per_page: 25, page: 1, _links: {} }));

    const people = client.people();

    expect(await people.toArray()).toEqual([]);
    expect(await people.columns()).toContain('email_addresses');
  });

  it('reads anew each time', async () => {
    const { client, server } = await startClient(({ path }, _callIndex, { url }) =>
      path.includes('page=2')
        ? page('osdi:people', [])
        : page('osdi:people', [personNumber(1)], `${url}/api/v2/people?page=2`),
    );
    const people = client.people();

    const [first, second] = [await people.toArray(), await people.toArray()];

    expect(second).toEqual(first);
    expect(server.requests).toHaveLength(4);
  });

  it('encodes the filter, plus signs and quotes included', async () => {
    const { client, server } = await startClient(() => page('osdi:people', []));

    await client
      .people({
        filter: [
          { field: 'email_address', op: 'eq', value: 'ana+ev@example.org' },
          { field: 'family_name', op: 'eq', value: "O'Brien" },
        ],
      })
      .toArray();

    const path = server.requests[0]?.path ?? '';
    expect(path).toContain('ana%2Bev%40example.org');
    expect(new URL(path, server.url).searchParams.get('filter')).toBe(
      "email_address eq 'ana+ev@example.org' and family_name eq 'O''Brien'",
    );
  });

  it('fails instead of reading one page for ever', async () => {
    const { client } = await startClient((_request, callIndex, { url }) =>
      page('osdi:people', [personNumber(1)], `${url}/api/v2/people?page=${callIndex + 2}`),
    );

    await expect(client.people().toArray()).rejects.toThrow(PermanentError);
  });

  it('does not carry the key to another host: the page is asked of its own', async () => {
    const { client, server } = await startClient((_request, callIndex) =>
      callIndex === 0
        ? page('osdi:people', [personNumber(1)], 'https://elsewhere.example.org/people?page=2')
        : page('osdi:people', []),
    );

    expect(await client.people().toArray()).toHaveLength(1);
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/v2/people', '/api/v2/people?page=2']);
  });

  it('fails on a page that is an error with status 200, and does not end early', async () => {
    const { client } = await startClient((_request, callIndex, { url }) =>
      callIndex === 0
        ? page('osdi:people', [personNumber(1)], `${url}/api/v2/people?page=2`)
        : refusal(200, 'Something went wrong'),
    );

    await expect(client.people().toArray()).rejects.toThrow(/Something went wrong/);
  });

  it('passes a page that fails once', async () => {
    const { client } = await startClient((_request, callIndex) =>
      callIndex === 0 ? { status: 503, text: 'down' } : page('osdi:people', []),
    );

    expect(await client.people().toArray()).toEqual([]);
  });
});

describe('getPerson', () => {
  it('reads one person', async () => {
    const { client, server } = await startClient(() => hal(golden('person')));

    const person = await client.getPerson(PERSON_ID);

    expect(server.requests[0]).toMatchObject({ method: 'GET', path: `/api/v2/people/${PERSON_ID}` });
    expect(person).toMatchObject({
      id: PERSON_ID,
      postal_addresses: [{ postal_code: '02139', location: { accuracy: 'Approximate' } }],
      custom_fields: { volunteer: 'yes' },
    });
  });

  it('never reads the whole collection for an empty id', async () => {
    const { client, server } = await startClient(() => hal(golden('person')));

    await expect(async () => client.getPerson('')).rejects.toThrow();

    expect(server.requests).toHaveLength(0);
  });
});

describe('findPerson', () => {
  const byPhone = (path: string) => path.includes('phone_number');

  it('finds by e-mail address in one call, though the page links to a next one', async () => {
    const { client, server } = await startClient((_request, _callIndex, { url }) =>
      page('osdi:people', [golden('person')], `${url}/api/v2/people?page=2`),
    );

    const person = await client.findPerson({ email_addresses: [{ address: 'ANA+ev@example.org' }] });

    expect(person?.id).toBe(PERSON_ID);
    expect(server.requests).toHaveLength(1);
  });

  it('finds by number where nobody has the address, but not somebody with another address', async () => {
    const phoneOnly = { ...golden('person'), email_addresses: [] };
    const phone_numbers = [{ number: '15125550101' }];
    const email_addresses = [{ address: 'new@example.org' }];
    let people = [phoneOnly];
    const { client } = await startClient(({ path }) => page('osdi:people', byPhone(path) ? people : []));

    expect(await client.findPerson({ phone_numbers })).toMatchObject({ id: PERSON_ID });
    expect(await client.findPerson({ email_addresses, phone_numbers })).toMatchObject({ id: PERSON_ID });
    people = [golden('person') as typeof phoneOnly];
    expect(await client.findPerson({ email_addresses, phone_numbers })).toBeUndefined();
  });

  it('takes nobody whom a filter lists that was ignored', async () => {
    const { client } = await startClient(() => page('osdi:people', [golden('person')]));

    expect(await client.findPerson({ email_addresses: [{ address: 'other@example.org' }] })).toBeUndefined();
  });
});
