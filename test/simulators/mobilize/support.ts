import type { RunningSimulators } from '@movement-etl/simulators';
import { type Answer, call, type Json } from '../support.ts';

export const bearer = { authorization: 'Bearer simulated-mobilize-key' };

/** Reads a path below `/v1`, with the key unless other headers are given. */
export function read(
  { url }: RunningSimulators,
  path: string,
  headers: Record<string, string> = bearer,
): Promise<Answer> {
  return call(`${url}/v1${path}`, { headers });
}

/** All rows of a list, and how many pages it took. */
export async function readAll(
  simulators: RunningSimulators,
  path: string,
): Promise<{ rows: Json[]; pageCount: number; counts: number[] }> {
  const rows: Json[] = [];
  const counts: number[] = [];
  let url: string | null = `${simulators.url}/v1${path}`;
  while (url !== null) {
    const { body }: Answer = await call(url, { headers: bearer });
    rows.push(...body.data);
    counts.push(body.count);
    url = body.next;
  }
  return { rows, pageCount: counts.length, counts };
}
