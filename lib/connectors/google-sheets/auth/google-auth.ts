import http from 'node:http';
import https from 'node:https';
import { gaxios, JWT } from 'google-auth-library';
import { z } from 'zod';
import { parseBaseUrl } from '../../../http/index.ts';
import { BrokenAnswerError } from '../transport/failure.ts';
import type { ServiceAccountKey } from './service-account-key.ts';

/** All spreadsheets that are shared with the account, and files that this program makes. */
export const sheetsScopes = [
  'https://www.googleapis.com/auth/spreadsheets',
  'https://www.googleapis.com/auth/drive.file',
] as const;

/** Wider, for searching a folder that people made: `drive.file` cannot see what is in it. */
export const folderScopes = ['https://www.googleapis.com/auth/drive'] as const;

export interface GoogleAuthOptions {
  readonly key: ServiceAccountKey;
  readonly scopes: readonly string[];
  /** Takes the place of all three Google hosts (token, Sheets, Drive). Unset: Google. */
  readonly apiUrl: string | undefined;
  /** For the token request; each API call has its own. Milliseconds. */
  readonly timeoutMs: number;
}

/** As it must be to stand in a header. */
const tokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: z.number().optional(),
});

/**
 * A client that fetches tokens as the service account and renews them before they end.
 *
 * The library ignores `token_uri` of a key file, so a stand-in is reached by rewriting the origin of every request, which covers the
 * token host too. Its own retries are switched off: they ignore per-minute quotas and never repeat a POST.
 *
 * @throws ConfigError when `apiUrl` is no URL, or plain http to a host that is not local.
 */
export function createGoogleAuth({ key, scopes, apiUrl, timeoutMs }: GoogleAuthOptions): JWT {
  const standIn = apiUrl === undefined ? undefined : parseBaseUrl('GOOGLE_API_URL', apiUrl);
  const transporter = new gaxios.Gaxios({ timeout: timeoutMs, redirect: 'error' });
  transporter.interceptors.request.add({
    resolved: async (config) => {
      const { retryConfig: _, ...rest } = config;
      const url = standIn === undefined ? config.url : moveTo(standIn, config.url);
      return { ...rest, retry: false, url, ...agentOf(config, url) };
    },
  });
  // The library takes any answer with status 200 for a token, such as a page of a network that wants a sign-in first.
  transporter.interceptors.response.add({
    resolved: async (response) => {
      const isToken = new URL(response.config.url).pathname === '/token';
      if (!isToken || tokenAnswer.safeParse(response.data).success) return response;
      throw new BrokenAnswerError('the answer holds no token', { isTokenRequest: true });
    },
  });
  return new JWT({
    email: key.clientEmail,
    key: key.privateKey,
    ...(key.privateKeyId === undefined ? {} : { keyId: key.privateKeyId }),
    scopes: [...scopes],
    transporter,
    useAuthRequestParameters: false,
  });
}

/** Forgets the token, so that the next request fetches a fresh one. */
export function forgetToken(auth: JWT): void {
  auth.credentials = { refresh_token: 'jwt-placeholder', expiry_date: 1 };
}

/** Node keeps a connection that should be closed unless the server says so too, and not every server does: a pool that keeps none. An agent that is there already is a proxy's. */
function agentOf(
  { agent, headers }: gaxios.GaxiosOptionsPrepared,
  url: URL,
): Pick<gaxios.GaxiosOptions, 'agent'> {
  if (agent !== undefined || headers.get('connection') !== 'close') return {};
  return { agent: url.protocol === 'https:' ? new https.Agent() : new http.Agent() };
}

function moveTo(standIn: URL, url: URL): URL {
  const moved = new URL(url);
  moved.protocol = standIn.protocol;
  moved.host = standIn.host;
  if (standIn.port === '') moved.port = '';
  return moved;
}
