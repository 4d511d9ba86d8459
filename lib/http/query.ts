import type { QueryParameters } from './http-options.ts';

/**
 * Adds the parameters to the address: lists as repeated keys, undefined left out, everything percent-encoded, a blank as %20,
 * because not every server reads a plus sign as a blank.
 */
export function addQuery(url: URL, query: QueryParameters = {}): void {
  const pairs = Object.entries(query).flatMap(([key, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return values
      .filter((one) => one !== undefined)
      .map((one) => `${encodeURIComponent(key)}=${encodeURIComponent(String(one))}`);
  });
  if (pairs.length === 0) return;
  url.search = [url.search.slice(1), ...pairs].filter((part) => part !== '').join('&');
}
