import type { ZodType } from 'zod';

/** What a client logs through: a pino logger fits. */
export interface HttpLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** At most `callsPerSecond` calls in any sliding second, counted where they leave this machine. */
export interface RateLimit {
  /** The methods that share the budget, in upper case. Default: all of them. */
  readonly methods?: readonly string[];
  readonly callsPerSecond: number;
  /**
   * What a window is longer than a second, for delays that differ between here and the server. Raising it costs
   * throughput: 20 ms are 2 %. Default 20.
   */
  readonly marginMs?: number;
}

/** How often and how patiently a call is repeated. The wait before attempt n + 1 is random in 0…min(max, first × 2^(n-1)). */
export interface BackoffOptions {
  /** All attempts, the first included. Default 5. */
  readonly attempts?: number;
  /** Fewer (or more) attempts after certain answers, e.g. `{ 500: 2 }` where 500 often means a bad request. */
  readonly attemptsByStatus?: Readonly<Record<number, number>>;
  /** Default 1,000. */
  readonly firstDelayMs?: number;
  /** Default 30,000. */
  readonly maxDelayMs?: number;
  /** The longest Retry-After that is obeyed; a longer one is cut to this. Default 120,000. */
  readonly maxRetryAfterMs?: number;
  /** Random in 0…1, for tests. */
  readonly random?: () => number;
}

/** What an error of an answer tells beside its text. */
export type AnswerFacts = {
  readonly source: string;
  readonly endpoint: string;
  readonly attempt: number;
  readonly httpStatus: number;
};

export interface HttpClientOptions {
  /** The system's name in errors and logs, e.g. `mobilize`. */
  readonly source: string;
  /** https; http only for private hosts, see `isPrivateHost`. Never logged beyond its origin. */
  readonly baseUrl: string;
  /** Sent with every call, credentials included, and only to the origin of `baseUrl` and to `allowedOrigins`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Values that no error, log line or answer body handed to `explain` may contain. */
  readonly secrets: readonly string[];
  /** Further origins to which absolute links may lead, e.g. `https://www.mobilize.us`. Default none. */
  readonly allowedOrigins?: readonly string[];
  /** Default none. Every attempt counts, repeated ones too. */
  readonly rateLimits?: readonly RateLimit[];
  /** Calls under way at one time, also the number of sockets kept open. Default 16. */
  readonly maxConcurrency?: number;
  /** Total time of one attempt, from leaving the queue to the last byte of the answer. Default 30,000. */
  readonly timeoutMs?: number;
  /** The largest answer body, in bytes after decompression. Default 100 MB. */
  readonly maxBodyBytes?: number;
  readonly retries?: BackoffOptions;
  readonly logger?: HttpLogger;
  /** Ends every wait and every call at once; they throw `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Turns a refusal (status 300 and up that the call does not accept) into a worded error of the vendor. `body` is the parsed JSON,
   * else the text, with all `secrets` replaced; it may hold personal data, so choose words from it, do not quote it.
   * `facts` belong into the error. A `TransientError` is repeated like any other, everything else is thrown at once; undefined = the general error.
   */
  readonly explain?: (httpStatus: number, body: unknown, facts: AnswerFacts) => Error | undefined;
  /** The delay that a 429 or 5xx asks for in its body, for vendors that send no Retry-After. Milliseconds. */
  readonly readDelayMs?: (httpStatus: number, body: unknown) => number | undefined;
}

export type QueryValue = string | number | boolean;
/** A list becomes repeated keys (`a=1&a=2`), undefined is left out. */
export type QueryParameters = Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>;

export interface RequestOptions<T = unknown> {
  /** Default GET. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Appended to the path of `baseUrl`; begins with a slash. Build it with `pathOf` so that values are encoded. */
  readonly path?: string;
  /** A link as the server gave it, absolute or relative to `path`. To another host it is refused, or, beside a `path`, only its query is taken. */
  readonly url?: string;
  readonly query?: QueryParameters | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, as plain text in UTF-8, instead of `body`. */
  readonly text?: string;
  /** The call's name in logs and errors: a path template without ids and without query. */
  readonly endpoint: string;
  /** Whether doing it twice is the same as doing it once. Default: true for GET, HEAD, PUT and DELETE, false for POST. */
  readonly safeToRepeat?: boolean;
  /** Statuses from 300 up that are an answer and no failure, e.g. `[404]`. Their body is not checked by `schema`. Default none. */
  readonly acceptStatus?: readonly number[];
  /** What a 2xx body must be; `data` is its output. */
  readonly schema?: ZodType<T>;
  /** Default `json`: another content type is refused. `text` takes any. */
  readonly responseType?: 'json' | 'text';
  /** Headers of this call only. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Overrides the client's, for this call. */
  readonly timeoutMs?: number;
  /** Besides the client's own signal. */
  readonly signal?: AbortSignal | undefined;
}

export interface Answer<T> {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for 204, 205, HEAD and an empty body where no schema asks for one. */
  readonly data: T;
}

export interface HttpStats {
  /** Attempts that went out, repeated ones included. */
  readonly requests: number;
  readonly retries: number;
  /** Answers with status 429. */
  readonly rateLimited: number;
}
