import { PermanentError } from '@movement-etl/lib/errors';
import { createHttpClient, type HttpLogger, pathOf } from '@movement-etl/lib/http';

export interface Subscriber {
  readonly email: string;
  readonly name: string;
}

/** The newsletter's API. */
export interface Newsletter {
  /** Adds somebody, or brings what is known of them up to date: twice is the same as once. Answers the HTTP status. */
  subscribe(userId: number, subscriber: Subscriber): Promise<number>;
  readonly requestCount: number;
  close(): void;
}

export interface NewsletterOptions {
  readonly token: string;
  readonly baseUrl: string;
  readonly logger: HttpLogger;
  readonly signal: AbortSignal;
}

export function createNewsletter({ token, baseUrl, logger, signal }: NewsletterOptions): Newsletter {
  const http = createHttpClient({
    source: 'newsletter',
    baseUrl,
    headers: { authorization: `Bearer ${token}` },
    secrets: [token],
    rateLimits: [{ callsPerSecond: 10 }],
    logger,
    signal,
    explain: (httpStatus, _body, facts) =>
      httpStatus === 422 ? new PermanentError('the newsletter refuses this address', { facts }) : undefined,
  });
  return {
    subscribe: async (userId, subscriber) => {
      const { status } = await http.request({
        method: 'PUT',
        path: pathOf`/subscribers/${userId}`,
        endpoint: '/subscribers/:id',
        body: subscriber,
      });
      return status;
    },
    get requestCount() {
      return http.requestCount;
    },
    close: () => http.close(),
  };
}
