import { ConfigError, PermanentError } from '../errors/index.ts';
import { isPrivateHost } from '../hosts/index.ts';

/**
 * The base URL, without a slash at its end.
 *
 * @throws ConfigError when it is no URL, holds a user name or a query, or would send credentials in clear over a public network.
 */
export function parseBaseUrl(source: string, text: string): URL {
  if (!URL.canParse(text)) throw new ConfigError(`${source}: the base URL is not a URL`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new ConfigError(`${source}: the base URL must have no user name, query or fragment`);
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isPrivateHost(url.hostname))) {
    throw new ConfigError(
      `${source}: the base URL must be https, it is ${url.origin}; http is for this machine and private networks only`,
    );
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/**
 * The address of a call, made from `path` under the base URL, or from a link that a server sent. Of a link to an origin that must not see
 * the credentials only the query is taken, where the call has a `path` too.
 *
 * @throws PermanentError when the link leads to such an origin and there is no path, or it is no URL.
 */
export function resolveUrl(
  target: { readonly path?: string | undefined; readonly url?: string | undefined },
  base: URL,
  allowedOrigins: readonly string[],
  facts: { readonly source: string; readonly endpoint: string },
): URL {
  const own = new URL(base.origin + base.pathname.replace(/\/$/, '') + (target.path ?? ''));
  if (target.url === undefined) return own;
  if (!URL.canParse(target.url, own.href)) {
    throw new PermanentError(`${facts.source}: ${facts.endpoint} led to something that is not a URL`, {
      facts,
    });
  }
  const url = new URL(target.url, own);
  // URL.origin leaves out default ports, so that https://x:443 equals https://x.
  const isOwn = url.origin === base.origin || allowedOrigins.includes(url.origin);
  if (isOwn && url.username === '' && url.password === '') return url;
  if (target.path === undefined) {
    throw new PermanentError(
      `${facts.source}: ${facts.endpoint} led to ${url.origin}, which must not see the credentials`,
      { facts: { ...facts, origin: url.origin } },
    );
  }
  own.search = url.search;
  return own;
}
