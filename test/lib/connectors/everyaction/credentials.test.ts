import { createEveryAction, type DatabaseMode } from '@movement-etl/lib/connectors/everyaction';
import { ConfigError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../support/http-server.ts';
import { failureOf, htmlNotFound, KEY, refusal, startClient } from './start-client.ts';

const profile = { databaseName: 'D', committeeName: 'C', hasMyVoters: false, hasMyCampaign: true };
const echo: Reply = { json: { message: 'movement-etl', dateSent: '2026-01-01', delayInMilliseconds: 1 } };
const answers =
  (item: object): ((request: { path: string }) => Reply) =>
  ({ path }) =>
    path.endsWith('/echoes') ? echo : { json: { items: [item], count: 1, nextPageLink: null } };

describe('the credentials', () => {
  it.each<[DatabaseMode, string]>([
    ['MyVoters', '0'],
    ['MyCampaign', '1'],
    ['MyMembers', '1'],
    ['EveryAction', '1'],
  ])('of mode %s end in %s', async (mode, number) => {
    const { client, server } = await startClient(answers({ ...profile, hasMyVoters: true }), {
      mode,
      applicationName: 'our-app',
    });

    await client.checkCredentials();

    const header = server.requests[0]?.headers.authorization ?? '';
    expect(Buffer.from(header.replace('Basic ', ''), 'base64').toString()).toBe(`our-app:${KEY}|${number}`);
  });

  it.each([
    ['no key', ' ', /VAN_API_KEY is missing/],
    ['a key that brings its mode', `${KEY}|1`, /VAN_API_KEY must be the key alone.*VAN_DB_MODE/],
  ])('cannot be %s', (_what, apiKey, words) => {
    const create = () => createEveryAction({ apiKey, mode: 'EveryAction' });

    expect(create).toThrow(ConfigError);
    expect(create).toThrow(words);
    expect(create).not.toThrow(KEY);
  });

  it('are sent to nobody over plain http', () => {
    const baseUrl = 'http://api.securevan.example.com/v4';

    expect(() => createEveryAction({ apiKey: KEY, mode: 'EveryAction', baseUrl })).toThrow(ConfigError);
  });
});

describe('checkCredentials', () => {
  it('answers what the key is for', async () => {
    const { client, server } = await startClient(answers({ ...profile, username: 'somebody' }));

    const answer = await client.checkCredentials();

    expect(answer).toEqual(profile);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v4/echoes',
      'GET /v4/apiKeyProfiles',
    ]);
  });

  it.each<[string, Reply, RegExp]>([
    ['a wrong key', refusal(401, 'UNAUTHORIZED', 'Unauthorized'), /VAN_API_KEY/],
    ['a wrong mode', refusal(401, 'UNAUTHORIZED', 'Invalid Database Mode'), /VAN_DB_MODE/],
    ['a 401 without words', { status: 401, text: '' }, /VAN_API_KEY/],
    ['a key without the right', refusal(403, 'FORBIDDEN', `not for ${KEY}`), /POST \/echoes.*VAN_API_KEY/],
    ['another address', htmlNotFound, /VAN_API_URL/],
    ['another program', { json: { hello: 'world' } }, /VAN_API_URL/],
    ['a redirect', { status: 302, text: '', headers: { location: 'https://example.org' } }, /VAN_API_URL/],
  ])('names the variable for %s', async (_what, reply, words) => {
    const { client, server } = await startClient(() => reply);

    const error = await failureOf(client.checkCredentials());

    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(words);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain(KEY);
    expect(server.requests).toHaveLength(1);
  });

  it('names VAN_DB_MODE when the key says that it is for the other database', async () => {
    const { client } = await startClient(answers(profile), { mode: 'MyVoters' });

    const error = await failureOf(client.checkCredentials());

    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain('VAN_DB_MODE is MyVoters');
  });

  it('takes a key that does not say what it is for', async () => {
    const { client } = await startClient(answers({}));

    await expect(client.checkCredentials()).resolves.toMatchObject({ hasMyCampaign: null });
  });
});
