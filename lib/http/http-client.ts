import http from 'node:http';
import https from 'node:https';
import pLimit from 'p-limit';
import { type Backoff, defaultBackoff } from './backoff.ts';
import { parseBaseUrl, resolveUrl } from './base-url.ts';
import type { Answer, HttpClientOptions, HttpStats, RequestOptions } from './http-options.ts';
import type { Agents } from './node-adapter.ts';
import { Pause } from './pause.ts';
import { addQuery } from './query.ts';
import { RateLimiter, type Slot } from './rate-limiter.ts';
import { readAnswer } from './read-answer.ts';
import { pauseMs, retryDelayMs } from './retry-policy.ts';
import { type Call, send } from './send.ts';
import { eitherSignal, wait } from './wait.ts';

/** One system's HTTP API: every call of a connector goes through one of these. */
export interface HttpClient {
  /**
   * The answer to one call, buffered. Repeats it, under the rate limits, while that is safe and may help.
   *
   * @throws TransientError timeout, 429, 5xx, lost connection or cut-off JSON, after the last attempt or where the call must not be
   *   repeated; PermanentError any other status, or an answer that is not what was expected; what `explain` made of a refusal; the
   *   signal's reason.
   */
  request<T = unknown>(options: RequestOptions<T>): Promise<Answer<T>>;
  /** Attempts so far, repeated ones included. */
  readonly requestCount: number;
  readonly stats: HttpStats;
  /** Closes idle connections. Without it they close by themselves after 5 s, and never keep the process alive. */
  close(): void;
}

const defaultConcurrency = 16;
const defaultTimeoutMs = 30_000;
const defaultMaxBodyBytes = 100 * 1024 * 1024;
const idleSocketMs = 5000;

/** @throws ConfigError when the base URL may not be used. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  return new AxiosHttpClient(options);
}

class AxiosHttpClient implements HttpClient {
  readonly #options: HttpClientOptions;
  readonly #baseUrl: URL;
  readonly #backoff: Backoff;
  readonly #pause = new Pause();
  readonly #limiters: readonly {
    readonly methods: readonly string[] | undefined;
    readonly limiter: RateLimiter;
  }[];
  readonly #limitConcurrency: ReturnType<typeof pLimit>;
  readonly #agents: Agents;
  readonly #stats = { requests: 0, retries: 0, rateLimited: 0 };

  constructor(options: HttpClientOptions) {
    const { source, baseUrl, retries, rateLimits = [], maxConcurrency = defaultConcurrency } = options;
    this.#options = options;
    this.#baseUrl = parseBaseUrl(source, baseUrl);
    this.#backoff = { ...defaultBackoff, ...retries };
    this.#limiters = rateLimits.map((limit) => ({
      methods: limit.methods,
      limiter: new RateLimiter(limit, this.#pause),
    }));
    this.#limitConcurrency = pLimit(maxConcurrency);
    const agentOptions = { keepAlive: true, maxSockets: maxConcurrency, timeout: idleSocketMs };
    this.#agents = { httpAgent: new http.Agent(agentOptions), httpsAgent: new https.Agent(agentOptions) };
  }

  get requestCount(): number {
    return this.#stats.requests;
  }

  get stats(): HttpStats {
    return { ...this.#stats };
  }

  async request<T = unknown>(request: RequestOptions<T>): Promise<Answer<T>> {
    const { method = 'GET', endpoint, safeToRepeat = method !== 'POST' } = request;
    const { source, logger } = this.#options;
    const signal = eitherSignal(this.#options.signal, request.signal);
    const call = this.#prepare(request, method);
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#limitConcurrency(() =>
        this.#attempt(request, { ...call, facts: { source, endpoint, attempt } }, signal),
      );
      if ('answer' in outcome) return outcome.answer;
      if (outcome.httpStatus === 429) this.#slowDown(pauseMs(outcome, attempt, this.#backoff), endpoint);
      const delayMs = retryDelayMs(outcome, attempt, safeToRepeat, this.#backoff);
      if (delayMs === undefined) throw outcome.error;
      this.#stats.retries++;
      logger?.debug(
        { source, endpoint, attempt, delayMs: Math.round(delayMs), err: outcome.error },
        'call will be repeated',
      );
      await wait(delayMs, signal);
    }
  }

  close(): void {
    this.#agents.httpAgent.destroy();
    this.#agents.httpsAgent.destroy();
  }

  #prepare(request: RequestOptions<unknown>, method: string): Omit<Call, 'facts'> {
    const {
      source,
      headers = {},
      allowedOrigins = [],
      timeoutMs = defaultTimeoutMs,
      maxBodyBytes = defaultMaxBodyBytes,
    } = this.#options;
    const url = resolveUrl(request, this.#baseUrl, allowedOrigins, { source, endpoint: request.endpoint });
    addQuery(url, request.query);
    const { body, contentType } = payloadOf(request);
    return {
      method,
      url,
      headers: { accept: 'application/json, */*;q=0.1', ...contentType, ...headers, ...request.headers },
      body,
      timeoutMs: request.timeoutMs ?? timeoutMs,
      maxBodyBytes,
    };
  }

  async #attempt<T>(request: RequestOptions<T>, call: Call, signal: AbortSignal | undefined) {
    const { secrets, logger } = this.#options;
    const slots = await this.#acquireSlots(call.method, signal);
    const onSent = () => {
      for (const slot of slots) slot.sent();
    };
    const startedAtMs = performance.now();
    this.#stats.requests++;
    try {
      const answer = await send(call, this.#agents, { onSent, signal, secrets });
      if (answer.status === 429) this.#stats.rateLimited++;
      const durationMs = Math.round(performance.now() - startedAtMs);
      logger?.debug(
        { ...call.facts, method: call.method, httpStatus: answer.status, durationMs },
        'call answered',
      );
      return readAnswer(answer, request, call.facts, this.#options, this.#backoff);
    } catch (error) {
      signal?.throwIfAborted();
      // send and readAnswer throw nothing but errors of ours.
      return { error: error as Error };
    } finally {
      onSent();
    }
  }

  async #acquireSlots(method: string, signal: AbortSignal | undefined): Promise<readonly Slot[]> {
    signal?.throwIfAborted();
    const slots: Slot[] = [];
    for (const { methods, limiter } of this.#limiters) {
      if (methods === undefined || methods.includes(method)) slots.push(await limiter.acquire(signal));
    }
    // Also where no limit is set: a 429 rests everybody.
    await this.#pause.over(signal);
    return slots;
  }

  #slowDown(delayMs: number, endpoint: string): void {
    this.#pause.extend(delayMs);
    this.#options.logger?.info(
      { source: this.#options.source, endpoint, delayMs: Math.round(delayMs) },
      'all calls rest after a 429',
    );
  }
}

function payloadOf({ text, body }: RequestOptions<unknown>): {
  body: string | undefined;
  contentType: Readonly<Record<string, string>>;
} {
  if (text !== undefined) return { body: text, contentType: { 'content-type': 'text/plain; charset=utf-8' } };
  if (body === undefined) return { body: undefined, contentType: {} };
  return { body: JSON.stringify(body), contentType: { 'content-type': 'application/json' } };
}
