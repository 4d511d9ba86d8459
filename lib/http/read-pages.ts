import { createHash } from 'node:crypto';
import { PermanentError } from '../errors/index.ts';
import type { HttpClient } from './http-client.ts';
import type { RequestOptions } from './http-options.ts';
import { eitherSignal } from './wait.ts';

export interface PageRequest<T> {
  readonly first: RequestOptions<T>;
  /** The link to the page after this one as the server gave it, or undefined or null at the end. */
  readonly nextUrl: (page: T) => string | null | undefined;
  /**
   * Something that only this page has, e.g. the ids of its rows joined, or undefined for a page that may come twice (an empty one).
   * Default: only the links are compared.
   */
  readonly identify?: (page: T) => string | undefined;
  /** Pages held ready, or on their way, while the reader works on an earlier one. Default 2. */
  readonly ahead?: number;
}

const defaultAhead = 2;

/**
 * All pages of a list that links each page to the next, in order, fetched ahead of the reader. Remembers about 100 bytes a page.
 * A link to another host is asked of the list's own address, with the link's query: behind a gateway links still name the vendor's host.
 *
 * @throws PermanentError when a link or a page comes a second time: the list would never end. Else as `HttpClient.request`.
 */
export async function* readPages<T>(
  client: HttpClient,
  request: PageRequest<T>,
): AsyncGenerator<T, void, undefined> {
  const stop = new AbortController();
  const pages = fetchPages(client, request, stop.signal);
  const ready: Promise<IteratorResult<T, void>>[] = [];
  const ahead = request.ahead ?? defaultAhead;
  try {
    for (;;) {
      // A generator queues calls of next() and answers them one after the other: that queue is the fetch-ahead.
      while (ready.length <= ahead) {
        const next = pages.next();
        // The error is met where the page is taken; this keeps one that nobody takes from ending the process.
        next.catch(() => {});
        ready.push(next);
      }
      // The queue was just filled, so there is a first one.
      const result = await (ready.shift() as Promise<IteratorResult<T, void>>);
      if (result.done) return;
      yield result.value;
    }
  } finally {
    stop.abort();
  }
}

async function* fetchPages<T>(
  client: HttpClient,
  { first, nextUrl, identify }: PageRequest<T>,
  stop: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const seen = new SeenOnce(first.endpoint);
  const signal = eitherSignal(first.signal, stop);
  let next: RequestOptions<T> | undefined = { ...first, signal };
  while (next !== undefined) {
    const page: T = (await client.request<T>(next)).data;
    seen.add('page', identify?.(page));
    const url = nextUrl(page) ?? undefined;
    seen.add('link', url);
    yield page;
    next = url === undefined ? undefined : { ...first, signal, query: undefined, url };
  }
}

/** Remembers digests only: links and row ids may be long. */
class SeenOnce {
  readonly #endpoint: string;
  readonly #digests = new Set<string>();

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  add(kind: 'link' | 'page', value: string | undefined): void {
    if (value === undefined) return;
    const digest = createHash('sha1').update(kind).update(value).digest('base64');
    if (this.#digests.has(digest)) {
      throw new PermanentError(`${this.#endpoint} gave the same ${kind} twice: the list would never end`, {
        facts: { endpoint: this.#endpoint },
      });
    }
    this.#digests.add(digest);
  }
}
