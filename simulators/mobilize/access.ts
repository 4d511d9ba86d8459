import type { FastifyRequest } from 'fastify';
import { forbidden, notFound } from './api-error.ts';
import { organizations, ownOrganizationIds } from './data/organizations.ts';
import type { MobilizeKnobs } from './knobs.ts';

/** The only key that opens something. */
export const simulatedKey = 'simulated-mobilize-key';

/** Whether the request carries the key; a header that carries another one is refused, also where none is needed. */
export function hasKey(request: FastifyRequest, { authStatus }: MobilizeKnobs): boolean {
  const { authorization } = request.headers;
  if (authorization === undefined) return false;
  if (authorization !== `Bearer ${simulatedKey}`) throw forbidden(authStatus);
  return true;
}

/** @throws ApiError 403 (or 401 by the knob) without the right key */
export function requireKey(request: FastifyRequest, knobs: MobilizeKnobs): void {
  if (!hasKey(request, knobs)) throw forbidden(knobs.authStatus);
}

/** The organisation's id, for the public parts of it. @throws ApiError 404 */
export function organizationIn(params: { readonly org: string }): number {
  const id = integerIn(params.org);
  if (!organizations.some((organization) => organization.id === id)) throw notFound();
  return id;
}

/** The organisation's id, for what only its own key may see. @throws ApiError 403, 404 */
export function ownOrganizationIn(params: { readonly org: string }): number {
  const id = organizationIn(params);
  if (!ownOrganizationIds.includes(id)) throw forbidden();
  return id;
}

/** An id in the path. @throws ApiError 404 when it is not a number */
export function integerIn(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw notFound();
  return Number(text);
}
