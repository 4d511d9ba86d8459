import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';

const maxPageSize = 200;
const defaultPageSize = 50;

/** One page of a list. The link to the next one always names the port, also where it is the usual one. */
export function listPage<T>(request: FastifyRequest, items: readonly T[]) {
  const { $top, $skip = '0', ...rest } = Object(request.query) as Record<string, string>;
  const top = Number($top ?? defaultPageSize);
  const skip = Number($skip);
  if (!Number.isInteger(top) || top < 1 || top > maxPageSize) {
    throw new ApiError(400, `'$top' must be between 1 and ${maxPageSize}`, ['$top']);
  }
  const end = skip + top;
  const query = new URLSearchParams({ ...rest, $top: String(top), $skip: String(end) });
  const link = `${originWithPort(request)}${request.url.split('?')[0]}?${String(query).replaceAll('%24', '$')}`;
  return {
    items: items.slice(skip, end),
    nextPageLink: end < items.length ? link : null,
    count: items.length,
  };
}

function originWithPort({ protocol, host }: FastifyRequest): string {
  const usualPort = protocol === 'https' ? 443 : 80;
  return `${protocol}://${/:\d+$/.test(host) ? host : `${host}:${usualPort}`}`;
}
