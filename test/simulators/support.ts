import { type RunningSimulators, type SimulatorOptions, startSimulators } from '@movement-etl/simulators';
import { onTestFinished } from 'vitest';

/** Simulators for one test, without rate limits unless it asks for them; they stop when the test ends. */
export async function start(options: Partial<SimulatorOptions> = {}): Promise<RunningSimulators> {
  const simulators = await startSimulators({ rateLimits: false, attendances: 80, ...options });
  onTestFinished(() => simulators.close());
  return simulators;
}

/** An answer with its body as JSON where it is JSON, otherwise as text. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into bodies of many shapes; what they expect is checked by the assertions.
  readonly body: Json;
}
export type Json = ReturnType<typeof JSON.parse>;

export async function call(
  url: string,
  options: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: unknown;
    readonly redirect?: 'follow' | 'manual';
  } = {},
): Promise<Answer> {
  const { method, headers = {}, body, redirect = 'follow' } = options;
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    redirect,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parse(text) };
}

/** Calls `/__control/<path>`: posts the body if there is one. */
export async function control({ url }: RunningSimulators, path: string, body?: unknown): Promise<Json> {
  const answer = await call(`${url}/__control/${path}`, { body });
  if (answer.status >= 400) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
