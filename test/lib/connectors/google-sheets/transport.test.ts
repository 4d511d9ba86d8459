import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  createGoogleSheets,
  type GoogleSheetsOptions,
} from '../../../../lib/connectors/google-sheets/index.ts';
import { ConfigError, PermanentError, TransientError } from '../../../../lib/errors/index.ts';
import { silentLogger } from '../../../../lib/logging/index.ts';
import { type Reply, startHttpServer, type TestHttpServer } from '../../../support/http-server.ts';
import { testKey } from './key-fixture.ts';

const spreadsheetId = 'sheet-id';
const metadata = {
  json: { spreadsheetId, sheets: [{ properties: { sheetId: 0, title: "Ana's tab", index: 0 } }] },
};
const googleError = (code: number, message: string, status: string, details?: object[]): Reply => ({
  status: code,
  json: { error: { code, message, status, ...(details === undefined ? {} : { details }) } },
});
const quotaUsedUp = googleError(
  429,
  "Quota exceeded for quota metric 'Read requests'",
  'RESOURCE_EXHAUSTED',
  [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'RATE_LIMIT_EXCEEDED' }],
);

let server: TestHttpServer;
afterEach(() => server.close());

/**
 * A client whose waits end at once and are written down; `answers` are for the API calls in turn, `tokenAnswers` for the first
 * requests of a token; all others get one.
 */
async function connect(
  answers: readonly Reply[],
  options: Partial<GoogleSheetsOptions> = {},
  tokenAnswers: readonly Reply[] = [],
) {
  let tokenCount = 0;
  let callCount = 0;
  server = await startHttpServer(({ path }) => {
    if (path === '/token') {
      const json = { access_token: `token-${++tokenCount}`, expires_in: 3599, token_type: 'Bearer' };
      return tokenAnswers[tokenCount - 1] ?? { json };
    }
    return answers[callCount++] ?? { status: 500, text: 'the test has no answer left' };
  });
  const waitsMs: number[] = [];
  const clock = {
    wait: async (delayMs: number) => {
      waitsMs.push(delayMs);
    },
    random: () => 0.5,
  };
  const sheets = createGoogleSheets({
    credentials: JSON.stringify(testKey),
    apiUrl: server.url,
    logger: silentLogger,
    clock,
    ...options,
  });
  return { sheets, waitsMs, calls: () => server.requests.filter(({ path }) => path !== '/token') };
}

describe('a request', () => {
  test('fetches one token from the stand-in and sends it to the stand-in only', async () => {
    const { sheets, calls } = await connect([metadata, metadata]);

    await sheets.spreadsheet(spreadsheetId);
    await sheets.spreadsheet(spreadsheetId);

    expect(server.requests.filter(({ path }) => path === '/token')).toHaveLength(1);
    expect(calls().map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-1']);
    expect(calls()[0]?.path).toMatch(/^\/v4\/spreadsheets\/sheet-id\?fields=spreadsheetId/);
  });

  test('asks for least scopes, and for more only where a folder is searched', async () => {
    const { sheets } = await connect([metadata, { json: { files: [] } }]);

    await sheets.spreadsheet(spreadsheetId);
    await sheets.findSpreadsheet('Name', 'folder');

    const scopes = server.requests.filter(({ path }) => path === '/token').map(({ body }) => scopeOf(body));
    expect(scopes).toEqual([
      'https://www.googleapis.com/auth/spreadsheets https://www.googleapis.com/auth/drive.file',
      'https://www.googleapis.com/auth/drive',
    ]);
  });

  test('encodes a title with quotes and blanks once', async () => {
    const { sheets, calls } = await connect([metadata, { json: { values: [['id']] } }]);

    await sheets.readWorksheet({ spreadsheetId, worksheet: "Ana's tab" });

    const path = calls()[1]?.path.split('?')[0] ?? '';
    expect(decodeURIComponent(path)).toBe("/v4/spreadsheets/sheet-id/values/'Ana''s tab'!1:1");
  });

  test('is repeated over a fresh connection where the server closes each one after its answer', async () => {
    const served = new WeakSet<object>();
    server = await startHttpServer(({ path, connection }) => {
      if (served.has(connection)) return { fault: 'disconnect' };
      served.add(connection);
      // It promises to keep the connection, whatever the request says.
      const headers = { connection: 'keep-alive' };
      if (path === '/token')
        return { headers, json: { access_token: 'token', expires_in: 3599, token_type: 'Bearer' } };
      return {
        headers,
        ...(path.includes(':batchUpdate') ? { json: { spreadsheetId, replies: [] } } : metadata),
      };
    });
    const sheets = createGoogleSheets({
      credentials: JSON.stringify(testKey),
      apiUrl: server.url,
      logger: silentLogger,
      clock: { wait: async () => {}, random: () => 0 },
    });

    await sheets.addSheet({ spreadsheetId, worksheet: 'New' });

    expect(server.requests.filter(({ path }) => path.includes(':batchUpdate'))).toHaveLength(1);
  });

  test('counts every attempt', async () => {
    const { sheets } = await connect([{ status: 503, text: 'x' }, metadata]);

    await sheets.spreadsheet(spreadsheetId);

    expect(sheets.requestCount).toBe(2);
    expect(sheets.counts).toEqual({ requests: 2, reads: 2, writes: 0, rateLimited: 0 });
  });

  test('quotes names in a search of a folder', async () => {
    const { sheets, calls } = await connect([{ json: { files: [] } }]);

    await sheets.findSpreadsheet("Ana's \\ list", 'folder');

    const query = new URL(calls()[0]?.path ?? '', server.url).searchParams;
    expect(query.get('q')).toContain("name = 'Ana\\'s \\\\ list' and 'folder' in parents");
    expect(query.get('includeItemsFromAllDrives')).toBe('true');
  });
});

describe('a failure', () => {
  test('of the per-minute quota waits out a minute, not a second', async () => {
    const { sheets, waitsMs } = await connect([quotaUsedUp, metadata]);

    await sheets.spreadsheet(spreadsheetId);

    expect(waitsMs).toEqual([61_500]);
    expect(sheets.counts.rateLimited).toBe(1);
  });

  test('of the per-minute quota waits as long as a shortened minute', async () => {
    const { sheets, waitsMs } = await connect([quotaUsedUp, metadata], { quota: { minuteMs: 600 } });

    await sheets.spreadsheet(spreadsheetId);

    expect(waitsMs).toEqual([615]);
  });

  test.each<[string, Reply]>([
    ['500', googleError(500, 'Internal error encountered.', 'INTERNAL')],
    ['503', googleError(503, 'The service is currently unavailable.', 'UNAVAILABLE')],
    ['409', googleError(409, 'The operation was aborted', 'ABORTED')],
    [
      'an HTML page',
      { status: 502, headers: { 'content-type': 'text/html' }, text: '<html>Bad gateway</html>' },
    ],
    ['a cut connection', { fault: 'disconnect' }],
    ['half an answer', { ...metadata, fault: 'truncate' }],
    ['an answer that is no JSON', { text: '{"spreadsheetId":' }],
  ])('with %s is tried again', async (_, reply) => {
    const { sheets, waitsMs } = await connect([reply, metadata]);

    const spreadsheet = await sheets.spreadsheet(spreadsheetId);

    expect(spreadsheet.worksheets).toHaveLength(1);
    expect(waitsMs).toEqual([1500]);
  });

  test('without any answer ends at the timeout', async () => {
    const { sheets } = await connect([{ fault: 'hang' }, metadata], { timeoutMs: 50 });

    await expect(sheets.spreadsheet(spreadsheetId)).resolves.toBeDefined();
  });

  test('that lasts is given up after growing delays, as a TransientError', async () => {
    const { sheets, waitsMs } = await connect(
      Array.from({ length: 6 }, () => ({ status: 503, text: 'down' })),
    );

    const error = await sheets.spreadsheet(spreadsheetId).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(TransientError);
    expect(error).toMatchObject({
      facts: { source: 'google', endpoint: 'spreadsheets.get', httpStatus: 503, attempt: 6 },
    });
    expect(waitsMs).toEqual([1500, 2500, 4500, 8500, 16_500]);
  });

  test('with 401 fetches a fresh token once', async () => {
    const { sheets, calls, waitsMs } = await connect([
      googleError(401, 'expired', 'UNAUTHENTICATED'),
      metadata,
    ]);

    await sheets.spreadsheet(spreadsheetId);

    expect(calls().map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(waitsMs).toEqual([0]);
  });

  test('with 401 again is final', async () => {
    const refusal = googleError(401, 'no', 'UNAUTHENTICATED');
    const { sheets } = await connect([refusal, refusal]);

    await expect(sheets.spreadsheet(spreadsheetId)).rejects.toThrow(PermanentError);
  });
});

describe('an answer to the request of a token that holds none', () => {
  const answers: readonly (readonly [string, Reply])[] = [
    ['null', { json: null }],
    ['a page', { text: '<html>Sign in to the hotel network</html>' }],
    ['no token', { json: { expires_in: 3599 } }],
    ['a token that fits no header', { json: { access_token: 'a\ud800', expires_in: 3599 } }],
  ];

  test.each(answers)('is asked for again: %s', async (_, answer) => {
    const { sheets, waitsMs } = await connect([metadata], {}, [answer]);

    await expect(sheets.spreadsheet(spreadsheetId)).resolves.toMatchObject({ spreadsheetId });
    expect(waitsMs).toEqual([1500]);
  });

  test.each(answers)('ends in a TransientError when it stays so: %s', async (_, answer) => {
    const { sheets } = await connect(
      [metadata],
      {},
      Array.from({ length: 9 }, () => answer),
    );

    await expect(sheets.spreadsheet(spreadsheetId)).rejects.toMatchObject({
      name: 'TransientError',
      message: 'google: spreadsheets.get failed: the answer holds no token',
    });
  });
});

describe('a refusal that a person can mend', () => {
  const details = (reason: string) => [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }];
  const driveError = (reason: string): Reply => ({
    status: 403,
    json: { error: { code: 403, message: 'no', errors: [{ domain: 'usageLimits', reason, message: 'no' }] } },
  });

  test.each<[string, Reply, string | RegExp]>([
    [
      'a sheet that is not shared',
      googleError(403, 'The caller does not have permission', 'PERMISSION_DENIED'),
      testKey.client_email,
    ],
    [
      'an unknown id',
      googleError(404, 'Requested entity was not found.', 'NOT_FOUND'),
      /no spreadsheet with this id/,
    ],
    [
      'an API that is off',
      googleError(403, 'off', 'PERMISSION_DENIED', details('SERVICE_DISABLED')),
      /Google Sheets API is not enabled/,
    ],
    [
      'a missing scope',
      googleError(403, 'scopes', 'PERMISSION_DENIED', details('ACCESS_TOKEN_SCOPE_INSUFFICIENT')),
      /lacks a scope/,
    ],
    [
      'an uploaded Excel file',
      googleError(400, 'This operation is not supported', 'FAILED_PRECONDITION'),
      /no Google Sheet/,
    ],
  ])('says what to do: %s', async (_, reply, message) => {
    const { sheets, calls } = await connect([reply]);

    const error = await sheets.spreadsheet(spreadsheetId).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toHaveProperty('message', expect.stringMatching(message));
    expect(calls()).toHaveLength(1);
  });

  test('says what to do: an account without storage, which looks like a rate limit and is none', async () => {
    const { sheets, calls } = await connect([driveError('storageQuotaExceeded')]);

    const create = sheets.createSpreadsheet('Name', 'folder');

    await expect(create).rejects.toThrow(/shared drive[\s\S]*Content manager/);
    expect(calls()).toHaveLength(1);
  });

  test('tells several spreadsheets of one name by their ids', async () => {
    const { sheets } = await connect([{ json: { files: [{ id: 'one' }, { id: 'two' }] } }]);

    await expect(sheets.findSpreadsheet('Name', 'folder')).rejects.toThrow(
      /SPREADSHEET_ID to one of one, two/,
    );
  });

  test('names the credentials when the key was deleted', async () => {
    server = await startHttpServer(() => ({
      status: 400,
      json: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
    }));
    const sheets = createGoogleSheets({
      credentials: JSON.stringify(testKey),
      apiUrl: server.url,
      logger: silentLogger,
    });

    await expect(sheets.spreadsheet(spreadsheetId)).rejects.toThrow(/GOOGLE_DRIVE_CREDENTIALS/);
    expect(server.requests).toHaveLength(1);
  });
});

test('an error carries neither token nor body nor key', async () => {
  const { sheets } = await connect([
    googleError(400, 'Invalid value at \'data\' (type.x), "ana@example.org"', 'INVALID_ARGUMENT'),
  ]);

  const error = await sheets.spreadsheet(spreadsheetId).catch((reason: unknown) => reason);

  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(
    /token-1|ana@example|PRIVATE KEY/,
  );
});

test('a stop ends a wait at once with its own reason, and lets no further request out', async () => {
  const stop = new AbortController();
  const { sheets, calls } = await connect([quotaUsedUp, metadata], {
    signal: stop.signal,
    clock: {
      wait: async (_, signal) => {
        stop.abort(new Error('stopped'));
        signal?.throwIfAborted();
      },
      random: () => 0,
    },
  });

  await expect(sheets.spreadsheet(spreadsheetId)).rejects.toThrow('stopped');
  await expect(sheets.spreadsheet(spreadsheetId)).rejects.toThrow('stopped');
  expect(calls()).toHaveLength(1);
});

test('a stop ends a read that is under way at once', async () => {
  const stop = new AbortController();
  const { sheets, calls } = await connect([{ fault: 'hang' }], { signal: stop.signal });
  const read = sheets.spreadsheet(spreadsheetId);
  const failure = read.catch((reason: unknown) => reason);
  await vi.waitFor(() => expect(calls()).toHaveLength(1));

  stop.abort(new Error('stopped'));

  expect(await failure).toHaveProperty('message', 'stopped');
});

test('refuses to send credentials in clear over a public network', async () => {
  await expect(connect([], { apiUrl: 'http://sheets.example.org' })).rejects.toThrow(ConfigError);
});

function scopeOf(body: string): string {
  const assertion = new URLSearchParams(body).get('assertion') ?? '';
  return JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString()).scope;
}
