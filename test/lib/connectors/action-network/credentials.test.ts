import { createActionNetwork } from '@movement-etl/lib/connectors/action-network';
import { ConfigError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import { golden, hal } from './golden.ts';
import { startClient, TOKEN } from './start-client.ts';

describe('checkCredentials', () => {
  it('is content when the entry point names the tags', async () => {
    const { client, server } = await startClient(() => hal(golden('entry-point')));

    await client.checkCredentials();

    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/api/v2/' });
  });

  it('names AN_API_TOKEN when a wrong key gets the entry point without the tags', async () => {
    const { 'osdi:tags': _tags, ...links } = golden('entry-point')._links as Record<string, unknown>;
    const { client } = await startClient(() => hal({ ...golden('entry-point'), _links: links }));

    const check = client.checkCredentials();

    await expect(check).rejects.toThrow(ConfigError);
    await expect(check).rejects.toThrow(/AN_API_TOKEN/);
    await expect(check).rejects.not.toThrow(TOKEN);
  });
});

describe('createActionNetwork', () => {
  it('needs a token', () => {
    expect(() => createActionNetwork({ token: ' ' })).toThrow(/AN_API_TOKEN is missing/);
  });

  it('sends no key over plain http to a public host', () => {
    expect(() => createActionNetwork({ token: TOKEN, baseUrl: 'http://actionnetwork.example.org' })).toThrow(
      ConfigError,
    );
  });
});
