import { ConfigError, PermanentError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import { failureOf, htmlNotFound, noContent, refusal, startClient } from './start-client.ts';

const code = {
  codeId: 5,
  parentCodeId: null,
  name: 'Mobilize',
  codeType: 'SourceCode',
  supportedEntities: [],
};
const activistCode = { activistCodeId: 7, type: 'Volunteer', name: 'Attendee', status: 'Active' };
const notFound = refusal(404, 'NOT_FOUND', 'The specified resource was not found.');

describe('lists', () => {
  it('are read to the end of their pages, whose links name the port', async () => {
    const { client, server } = await startClient(({ path }, callIndex, { url }) => ({
      json: {
        items: [{ ...code, codeId: callIndex }],
        count: 3,
        nextPageLink: callIndex < 2 ? `${url}/v4/codes?$top=200&$skip=${callIndex + 1}` : null,
      },
      headers: { 'x-path': path },
    }));

    const codes = await client.codes().toArray();

    expect(codes.map(({ codeId }) => codeId)).toEqual([0, 1, 2]);
    expect(server.requests[0]?.path).toBe('/v4/codes?%24top=200');
    expect(server.requests.every(({ headers }) => headers.authorization !== undefined)).toBe(true);
  });

  it('may be empty, and have their columns all the same', async () => {
    const { client } = await startClient(() => ({ json: { items: [], count: 0, nextPageLink: null } }));

    expect(await client.activistCodes().toArray()).toEqual([]);
    expect(await client.activistCodes().columns()).toContain('activistCodeId');
  });

  it('do not follow a link to another host with the key', async () => {
    const { client } = await startClient(() => ({
      json: { items: [code], nextPageLink: 'https://api.example.org:443/v4/codes?$skip=1' },
    }));

    expect(await failureOf(client.codes().toArray())).toBeInstanceOf(PermanentError);
  });

  it('do not go on for ever when a link comes twice', async () => {
    const { client } = await startClient((_request, _callIndex, { url }) => ({
      json: { items: [code], nextPageLink: `${url}/v4/codes?$skip=1` },
    }));

    expect((await failureOf(client.codes().toArray())).message).toContain('twice');
  });
});

describe('looking a code up', () => {
  it('answers the code', async () => {
    const { client, server } = await startClient(({ path }) => ({
      json: path.includes('activist') ? activistCode : code,
    }));

    expect(await client.getCode(5)).toMatchObject({ codeId: 5, name: 'Mobilize', codeType: 'SourceCode' });
    expect(await client.getActivistCode(7)).toMatchObject({ activistCodeId: 7, name: 'Attendee' });
    expect(server.requests.map(({ path }) => path)).toEqual(['/v4/codes/5', '/v4/activistCodes/7']);
  });

  it('finds it in the list where it has no address of its own', async () => {
    const { client } = await startClient(({ path }) => {
      if (path.startsWith('/v4/codes?')) return { json: { items: [code], nextPageLink: null } };
      if (path.startsWith('/v4/activistCodes?'))
        return { json: { items: [activistCode], nextPageLink: null } };
      return htmlNotFound;
    });

    expect(await client.getCode(5)).toMatchObject({ name: 'Mobilize' });
    expect(await client.getActivistCode(7)).toMatchObject({ name: 'Attendee' });
    expect(await client.getCode(6)).toBeUndefined();
  });

  it('answers nothing where the API says that there is none', async () => {
    const { client } = await startClient(() => notFound);

    expect(await client.getCode(5)).toBeUndefined();
    expect(await client.getActivistCode(7)).toBeUndefined();
  });

  it('takes the 404 of another server for a wrong address', async () => {
    const { client } = await startClient(() => htmlNotFound);

    const error = await failureOf(client.getCode(5));

    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain('VAN_API_URL');
  });
});

describe('giving a code', () => {
  it('posts the code to the person', async () => {
    const { client, server } = await startClient(() => noContent);

    await client.applyCode({ vanId: 101, codeId: 5 });

    expect(server.requests).toMatchObject([
      { method: 'POST', path: '/v4/people/101/codes', body: '{"codeId":5}' },
    ]);
  });

  it('posts an activist code as a response that leaves no trace in the contact history', async () => {
    const { client, server } = await startClient(() => noContent);

    await client.applyActivistCode({ vanId: 101, activistCodeId: 7 });

    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/v4/people/101/canvassResponses' });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      canvassContext: { omitActivistCodeContactHistory: true },
      responses: [{ type: 'ActivistCode', activistCodeId: 7, action: 'Apply' }],
    });
  });

  it('says what is wrong with the person', async () => {
    const { client } = await startClient(() => notFound);

    const error = await failureOf(client.applyCode({ vanId: 101, codeId: 5 }));

    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).toBe(
      'everyaction: POST /people/:person/codes answered 404: The specified resource was not found.',
    );
    expect(error).toMatchObject({ facts: { source: 'everyaction', httpStatus: 404, attempt: 1 } });
  });
});
