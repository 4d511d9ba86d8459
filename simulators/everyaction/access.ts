import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';
import type { EveryActionKnobs } from './knobs.ts';

/** The only key that opens something. */
export const simulatedApiKey = '1b4e28ba-2fa1-11d2-883f-0016d3cca427';

/**
 * HTTP Basic: any user, and `key|mode` as password.
 * @throws ApiError 401 for another key, or for a mode that the key is not for
 */
export function requireKey(
  { headers }: FastifyRequest,
  { hasMyVoters, hasMyCampaign }: EveryActionKnobs,
): void {
  const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(' ');
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? [];
  const [key, mode] = password.split('|');
  if (scheme.toLowerCase() !== 'basic' || key !== simulatedApiKey) throw new ApiError(401, 'Unauthorized');
  const isAllowed = (mode === '0' && hasMyVoters) || (mode === '1' && hasMyCampaign);
  if (!isAllowed) throw new ApiError(401, 'Invalid Database Mode');
}
