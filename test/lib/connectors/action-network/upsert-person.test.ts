import type { PersonInput } from '@movement-etl/lib/connectors/action-network';
import { ConfigError, PermanentError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import { golden, hal, PERSON_ID } from './golden.ts';
import { startClient, TOKEN } from './start-client.ts';

const { person, add_tags: addTags } = golden('upsert-request') as { person: PersonInput; add_tags: string[] };

describe('upsertPerson', () => {
  it('sends the documented request once, with the key in its header', async () => {
    const { client, server } = await startClient(() => hal(golden('person')));

    await client.upsertPerson({ person, addTags });

    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/api/v2/people' });
    expect(server.requests[0]?.headers).toMatchObject({
      'osdi-api-token': TOKEN,
      'content-type': 'application/json',
    });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(golden('upsert-request'));
    expect(client.requestCount).toBe(1);
  });

  it('finds the id by its prefix, though another identifier stands first', async () => {
    const { client } = await startClient(() => hal(golden('person')));

    const written = await client.upsertPerson({ person, addTags });

    expect(written).toMatchObject({ id: PERSON_ID, kept: [], person: { id: PERSON_ID, given_name: 'Ana' } });
  });

  it('sends a person with a phone number only, custom fields and languages', async () => {
    const { client, server } = await startClient(() => hal(golden('person')));
    const phoneOnly = {
      phone_numbers: [{ number: '15125550101' }],
      languages_spoken: ['es'],
      custom_fields: { volunteer: 'yes' },
    };

    await client.upsertPerson({ person: phoneOnly });

    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({ person: phoneOnly });
  });

  it('never sends a status of an e-mail address or phone number', async () => {
    const { client, server } = await startClient(() => hal(golden('person')));

    await client.upsertPerson({ person, addTags });

    expect(server.requests[0]?.body).not.toMatch(/status|subscribed/);
  });

  it('sends nothing when the person has an unknown field', async () => {
    const { client, server } = await startClient(() => hal(golden('person')));
    const withTag: PersonInput = Object.assign({ tag: 'Mobilize Event Attendee' }, person);

    await expect(client.upsertPerson({ person: withTag })).rejects.toThrow(/"tag"/);

    expect(server.requests).toHaveLength(0);
  });

  it('names the fields that Action Network kept, without their values', async () => {
    const kept = {
      ...golden('person'),
      email_addresses: [{ primary: true, address: 'old@example.org', status: 'subscribed' }],
      phone_numbers: [],
    };
    const { client } = await startClient(() => hal(kept));

    const written = await client.upsertPerson({ person });

    expect(written.kept).toEqual(['email_addresses', 'phone_numbers']);
  });

  it('does not take another spelling of the same value for a kept one', async () => {
    const { client } = await startClient(() => hal(golden('person')));

    const { kept } = await client.upsertPerson({
      person: {
        email_addresses: [{ address: 'Ana+EV@Example.org' }],
        phone_numbers: [{ number: '5125550101' }],
      },
    });

    expect(kept).toEqual([]);
  });

  it('never asks for background processing, which would answer no id', async () => {
    const { client, server } = await startClient(() => hal(golden('person')));

    await client.upsertPerson({ person });

    expect(server.requests[0]?.path).not.toContain('background');
  });

  it('takes a success without data for a key that is not accepted', async () => {
    const { client } = await startClient(() => hal({}));

    const upsert = client.upsertPerson({ person });

    await expect(upsert).rejects.toThrow(ConfigError);
    await expect(upsert).rejects.toThrow(/AN_API_TOKEN/);
  });

  it('refuses a person without an identifier of Action Network', async () => {
    const { client } = await startClient(() => hal({ ...golden('person'), identifiers: ['other_system:1'] }));

    const upsert = client.upsertPerson({ person });

    await expect(upsert).rejects.toThrow(PermanentError);
    await expect(upsert).rejects.toThrow(/identifiers/);
  });

  it('copes with absent fields and with statuses that nobody has documented', async () => {
    const sparse = {
      identifiers: [`action_network:${PERSON_ID}`],
      email_addresses: [{ address: 'ana+ev@example.org', status: 'some new status' }],
    };
    const { client } = await startClient(() => hal(sparse));

    const written = await client.upsertPerson({
      person: { email_addresses: [{ address: 'ana+ev@example.org' }] },
    });

    expect(written.person).toEqual({
      id: PERSON_ID,
      identifiers: [`action_network:${PERSON_ID}`],
      created_date: null,
      modified_date: null,
      given_name: null,
      family_name: null,
      languages_spoken: [],
      email_addresses: [{ primary: null, address: 'ana+ev@example.org', status: 'some new status' }],
      phone_numbers: [],
      postal_addresses: [],
      custom_fields: {},
    });
  });
});

describe('updatePerson', () => {
  it('puts the fields at the top level, without a person around them', async () => {
    const { client, server } = await startClient(() => hal(golden('person')));

    const written = await client.updatePerson(PERSON_ID, { given_name: 'Ana', family_name: null });

    expect(server.requests[0]).toMatchObject({ method: 'PUT', path: `/api/v2/people/${PERSON_ID}` });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({ given_name: 'Ana', family_name: null });
    expect(written).toMatchObject({ id: PERSON_ID, kept: [] });
  });

  it('tells when a taken e-mail address was silently not taken over', async () => {
    const { client } = await startClient(() => hal(golden('person')));

    const { kept } = await client.updatePerson(PERSON_ID, {
      email_addresses: [{ address: 'taken@example.org' }],
    });

    expect(kept).toEqual(['email_addresses']);
  });
});
