import type { IncomingHttpHeaders } from 'node:http';
import type { ApiName } from './journal.ts';

const apiByPrefix: ReadonlyArray<readonly [prefix: string, api: ApiName]> = [
  ['/v1/', 'mobilize'],
  ['/api/v2', 'actionNetwork'],
  ['/van/v4', 'everyAction'],
  ['/v4/', 'google'],
  ['/drive/v3/', 'google'],
  ['/upload/drive/v3/', 'google'],
  ['/token', 'google'],
  ['/services/', 'slack'],
];

/** Which API a path belongs to; nothing for the page and for `/__control`. */
export function apiOf(path: string): ApiName | undefined {
  return apiByPrefix.find(([prefix]) => path.startsWith(prefix))?.[1];
}

/** The path as it may be shown: a Slack webhook address is itself a credential. */
export function publicPath(path: string): string {
  return path.startsWith('/services/') ? '/services/[redacted]' : path;
}

const secretHeaders = new Set(['authorization', 'osdi-api-token', 'cookie', 'x-goog-api-key']);

/** The headers with the values of credentials replaced. */
export function redactedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    shown[name] = secretHeaders.has(name) ? '[redacted]' : String(value);
  }
  return shown;
}
