export { parseBaseUrl } from './base-url.ts';
export { createHttpClient, type HttpClient } from './http-client.ts';
export type {
  Answer,
  AnswerFacts,
  BackoffOptions,
  HttpClientOptions,
  HttpLogger,
  HttpStats,
  QueryParameters,
  RateLimit,
  RequestOptions,
} from './http-options.ts';
export { inOrder } from './in-order.ts';
export { pathOf } from './path-of.ts';
export { type PageRequest, readPages } from './read-pages.ts';
export { redact } from './redact.ts';
export { redactServerText } from './redact-server-text.ts';
export { wait } from './wait.ts';
