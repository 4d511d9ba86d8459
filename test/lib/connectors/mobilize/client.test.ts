import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createMobilize,
  type Mobilize,
  type MobilizeOptions,
} from '../../../../lib/connectors/mobilize/index.ts';
import { ConfigError, PermanentError, TransientError } from '../../../../lib/errors/index.ts';
import {
  type ReceivedRequest,
  type Reply,
  startHttpServer,
  type TestHttpServer,
} from '../../../support/http-server.ts';

const apiKey = 'mobilize-key-0123';
const empty: Reply = { json: { count: 0, next: null, previous: null, data: [] } };
const page = (data: readonly unknown[]): Reply => ({
  json: { count: data.length, next: null, previous: null, data },
});

let server: TestHttpServer;
let mobilize: Mobilize;

async function start(
  answer: Reply | ((request: ReceivedRequest, index: number) => Reply),
  options: Partial<MobilizeOptions> = {},
): Promise<void> {
  server = await startHttpServer(typeof answer === 'function' ? answer : () => answer);
  mobilize = createMobilize({
    apiKey,
    organizationIds: [1251],
    baseUrl: `${server.url}/v1`,
    retries: { attempts: 2, firstDelayMs: 1 },
    timeoutMs: 200,
    ...options,
  });
}

afterEach(async () => {
  mobilize.close();
  await server.close();
});

const paths = () => server.requests.map(({ path }) => path);

describe('reading', () => {
  test('takes null for the rows of an empty list', async () => {
    await start({ json: { count: 0, next: null, previous: null, data: null } });

    expect(await mobilize.attendances().toArray()).toEqual([]);
  });

  test('gives the rows of the documented sample as they are', async () => {
    const sample = JSON.parse(
      await readFile(new URL('golden/attendances-page.json', import.meta.url), 'utf8'),
    );
    await start({ json: { ...sample, count: 1, next: null } });

    const rows = await mobilize.attendances({ updatedSince: new Date(1_700_000_000_999) }).toArray();

    expect(rows).toEqual(sample.data);
    expect(paths()).toEqual(['/v1/organizations/1251/attendances?updated_since=1700000000&per_page=100']);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
  });

  test('asks anew each time a table is read', async () => {
    await start(page([{ id: 1 }]));
    const table = mobilize.people();

    expect([await table.numRows(), await table.numRows()]).toEqual([1, 1]);

    expect(server.requests).toHaveLength(2);
  });

  test('gives the columns of an empty list', async () => {
    await start(empty);

    expect(await mobilize.attendances().columns()).toEqual(
      expect.arrayContaining(['id', 'person', 'attended', 'status']),
    );
  });

  test('reads several organizations one after the other, or the one that is named', async () => {
    await start((request) => page([{ id: Number(request.path.match(/organizations\/(\d+)/)?.[1]) }]), {
      organizationIds: [7, 8],
    });

    expect(await mobilize.attendances().toArray()).toEqual([{ id: 7 }, { id: 8 }]);
    expect(await mobilize.attendances({ organizationId: 8 }).toArray()).toEqual([{ id: 8 }]);
    await expect(mobilize.attendance(1)).rejects.toThrow(ConfigError);
  });

  test.each<[string, (mobilize: Mobilize) => unknown]>([
    ['/v1/organizations?per_page=100', (m) => m.organizations().toArray()],
    [
      '/v1/organizations/1251/promoted_organizations?per_page=100',
      (m) => m.promotedOrganizations().toArray(),
    ],
    ['/v1/organizations/1251/people?per_page=100', (m) => m.people().toArray()],
    ['/v1/organizations/1251/events?per_page=100', (m) => m.events().toArray()],
    [
      '/v1/organizations/1251/events/deleted?visibility=PUBLIC&per_page=100',
      (m) => m.deletedEvents({ visibility: ['PUBLIC'] }).toArray(),
    ],
    ['/v1/organizations/1251/events/9/attendances?per_page=100', (m) => m.eventAttendances(9).toArray()],
    ['/v1/events?per_page=100', (m) => m.allEvents().toArray()],
    ['/v1/events/deleted?per_page=100', (m) => m.allDeletedEvents().toArray()],
  ])('reads the list %s', async (path, readList) => {
    await start(page([{ id: 3 }]));

    expect(await readList(mobilize)).toEqual([{ id: 3 }]);
    expect(paths()).toEqual([path]);
  });

  test.each<[string, (mobilize: Mobilize) => unknown]>([
    ['/v1/organizations/1251/attendances/5', (m) => m.attendance(5)],
    ['/v1/organizations/1251/events/9', (m) => m.organizationEvent(9)],
    ['/v1/events/9', (m) => m.event(9)],
    ['/v1/enums', (m) => m.enums()],
  ])('reads the object %s', async (path, readOne) => {
    await start({ json: { data: { id: 5, status: 'SOMETHING_NEW' } } });

    expect(await readOne(mobilize)).toEqual({ id: 5, status: 'SOMETHING_NEW' });
    expect(paths()).toEqual([path]);
  });
});

describe('a failure', () => {
  const truncated: Reply = {
    text: '{"count":1,"data":[{"id"',
    headers: { 'content-type': 'application/json' },
  };
  const stalled: Reply = {
    text: '{"count":1',
    headers: { 'content-type': 'application/json', 'content-length': '900' },
  };

  test.each<[string, Reply]>([
    ['429 without a delay', { status: 429, text: '' }],
    ['429 with a delay', { status: 429, text: '', headers: { 'retry-after': '0' } }],
    ['5xx with HTML', { status: 502, text: '<html>', headers: { 'content-type': 'text/html' } }],
    ['no answer in time', { fault: 'hang' }],
    ['a body that stalls', stalled],
    ['a cut connection', { fault: 'disconnect' }],
    ['JSON that ends too early', truncated],
  ])('that may pass is repeated, and transient when it stays: %s', async (_, reply) => {
    let fails = true;
    await start((_request, index) => (fails || index % 2 === 0 ? reply : page([{ id: 1 }])));
    await expect(mobilize.attendances().toArray()).rejects.toThrow(TransientError);

    fails = false;

    expect(await mobilize.attendances().toArray()).toEqual([{ id: 1 }]);
  });

  test.each([401, 403])('of the key (%i) says which setting to check, and not the key', async (status) => {
    await start({ status, json: { data: null, error: { detail: `bad key ${apiKey}` } } });

    const problem = mobilize.attendances().toArray();

    await expect(problem).rejects.toThrow(ConfigError);
    await expect(problem).rejects.toThrow(/^(?!.*0123).*MOBILIZE_AMERICA_API_KEY/);
  });

  test('of an unknown organization says which setting to check', async () => {
    await start({ status: 404, text: '' });

    await expect(mobilize.checkCredentials()).rejects.toThrow(/MOBILIZE_ORGANIZATION_ID/);
    await expect(mobilize.attendance(5)).rejects.toThrow(PermanentError);
  });

  test('of a filter names the parameter', async () => {
    await start({
      status: 400,
      json: { data: null, error: { organization_id: { 0: ['A valid integer is required.'] } } },
    });

    await expect(mobilize.events().toArray()).rejects.toThrow('refused the value of organization_id');
  });

  test.each<[string, Reply, string]>([
    ['an envelope without rows', { json: { count: 1, next: null } }, 'data'],
    ['rows that are none', page([{ id: 1 }, 'x']), 'row 2, expected object'],
    [
      'a field of another type',
      page([{ id: 1, person: { id: '71' } }]),
      'row 1, person.id: expected integer',
    ],
    ['what is not JSON', { text: 'ok' }, 'text/plain'],
    ['a refusal in spite of its status', { json: { data: null, error: {} } }, 'expected array'],
  ])('of the contract is permanent: %s', async (_, reply, message) => {
    await start(reply);

    const problem = mobilize.attendances().toArray();

    await expect(problem).rejects.toThrow(PermanentError);
    await expect(problem).rejects.toThrow(message);
  });

  test('is a link to another host that leads nowhere here either; that host never sees the key', async () => {
    await start({
      json: { next: 'https://elsewhere.example/v1/x?cursor=1', previous: null, data: [{ id: 1 }] },
    });

    await expect(mobilize.attendances().toArray()).rejects.toThrow('the list would never end');
    expect(server.requests.map(({ path }) => path.split('?')[1])).toEqual([
      'per_page=100',
      'cursor=1',
      'cursor=1',
    ]);
  });

  test('is a client without any organization', async () => {
    await start(empty);

    for (const organizationIds of [[], [Number(undefined)]])
      expect(() => createMobilize({ apiKey, organizationIds })).toThrow(/MOBILIZE_ORGANIZATION_ID/);
  });
});
