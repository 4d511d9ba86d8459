import type { RunningSimulators } from '@movement-etl/simulators';
import { expect } from 'vitest';
import { type Answer, call } from '../support.ts';

export const key = '1b4e28ba-2fa1-11d2-883f-0016d3cca427';

/** The header of HTTP Basic for `key|mode`. */
export function basic(password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`any label:${password}`).toString('base64')}` };
}

/** Calls a path below `/van/v4`, with the key unless other headers are given; follows no redirect. */
export function ask(
  { url }: RunningSimulators,
  path: string,
  options: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return call(`${url}/van/v4${path}`, { headers: basic(`${key}|1`), redirect: 'manual', ...options });
}

export const refusal = (code: string, text: string) => ({
  errors: [expect.objectContaining({ code, text: expect.stringContaining(text) })],
});
