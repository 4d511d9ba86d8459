import type { RunningSimulators } from '@movement-etl/simulators';
import { type Answer, call, type Json } from '../support.ts';

export const token = { 'osdi-api-token': 'simulated-action-network-token' };

/** Calls a path below `/api/v2`, with the key unless other headers are given. */
export function ask(
  { url }: RunningSimulators,
  path: string,
  options: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return call(`${url}/api/v2${path}`, { headers: token, ...options });
}

/** Posts a person to the signup helper and gives the person that comes back. */
export async function signUp(simulators: RunningSimulators, person: Json, more: object = {}): Promise<Json> {
  const { status, body } = await ask(simulators, '/people', { body: { person, ...more } });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

export const idOf = (person: Json): string =>
  person.identifiers.find((identifier: string) => identifier.startsWith('action_network:')).slice(15);

export const email = (address: string, status?: string) => ({
  email_addresses: [{ address, ...(status && { status }) }],
});
export const phone = (number: string, status?: string) => ({
  phone_numbers: [{ number, ...(status && { status }) }],
});
