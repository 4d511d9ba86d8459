import { createSign } from 'node:crypto';
import { startSimulators } from '@movement-etl/simulators';
import { onTestFinished } from 'vitest';

type Options = Parameters<typeof startSimulators>[0];

/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** JSON that tests step into freely; a wrong step gives undefined and fails the expectation. */
export interface Json {
  readonly [field: string]: Json;
}

export const scopes = {
  spreadsheets: 'https://www.googleapis.com/auth/spreadsheets',
  spreadsheetsReadonly: 'https://www.googleapis.com/auth/spreadsheets.readonly',
  drive: 'https://www.googleapis.com/auth/drive',
  driveFile: 'https://www.googleapis.com/auth/drive.file',
};

/** The claims of a good assertion, seconds as of now. */
export function claimsOf(key: Readonly<Record<string, string>>, change: object = {}): object {
  const iat = Math.floor(Date.now() / 1_000);
  return {
    iss: key.client_email,
    scope: `${scopes.spreadsheets} ${scopes.drive}`,
    aud: 'https://oauth2.googleapis.com/token',
    iat,
    exp: iat + 3_600,
    ...change,
  };
}

/** A JWT signed with a private key. */
export function signJwt(claims: object, privateKey: string, header: object = { alg: 'RS256' }): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

/** Simulators of their own for one test, with a token of the service account and ways to call them. */
export async function startGoogle(options: Options = {}) {
  const simulators = await startSimulators({ attendances: 5, rateLimits: false, ...options });
  onTestFinished(() => simulators.close());
  const { url, google } = simulators;
  // A key file holds texts only.
  const key = google.serviceAccountKey() as Record<string, string>;

  const askToken = async (form: Readonly<Record<string, string>>) =>
    read(await fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams(form) }));
  const askTokenFor = (claims: object, privateKey = key.private_key ?? '') =>
    askToken({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: signJwt(claims, privateKey),
    });
  const token = String((await askTokenFor(claimsOf(key))).body.access_token);

  const call = async (method: string, path: string, body?: unknown, bearer: string | null = token) =>
    read(
      await fetch(url + path, {
        method,
        headers: {
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  const id = simulators.env.SPREADSHEET_ID ?? '';
  const at = (range: string) => `/v4/spreadsheets/${id}/values/${encodeURIComponent(range)}`;

  return {
    ...simulators,
    key,
    token,
    id,
    askToken,
    askTokenFor,
    call,
    get: (range: string, query = '') => call('GET', `${at(range)}${query}`),
    put: (range: string, values: unknown, option = 'RAW') =>
      call('PUT', `${at(range)}?valueInputOption=${option}`, { values }),
    append: (range: string, values: unknown, query = '') =>
      call('POST', `${at(range)}:append?valueInputOption=RAW${query}`, { values }),
    clear: (range: string) => call('POST', `${at(range)}:clear`),
    batch: (...requests: object[]) => call('POST', `/v4/spreadsheets/${id}:batchUpdate`, { requests }),
    sheet: (query = '') => call('GET', `/v4/spreadsheets/${id}${query}`),
    control: (name: string, body: object = {}) => call('POST', `/__control/${name}`, body, null),
  };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : { text },
  };
}
