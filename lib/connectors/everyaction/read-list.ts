import { z } from 'zod';
import { type HttpClient, type RequestOptions, readPages } from '../../http/index.ts';

/** The most that every list takes; more is refused. */
const PAGE_SIZE = 200;

/** A list and what its items are. */
export interface List<T> {
  readonly first: Pick<RequestOptions, 'path' | 'endpoint'>;
  readonly item: z.ZodType<T>;
}

/**
 * All items of a list in batches of one page, up to two pages ahead of the reader. The links to next pages name the port
 * (`https://api.securevan.com:443/…`), which lib/http takes for the same address as the one without.
 */
export async function* readList<T>(http: HttpClient, { first, item }: List<T>): AsyncGenerator<T[], void> {
  const schema = z.object({ items: z.array(item), nextPageLink: z.string().nullish() });
  const pages = readPages(http, {
    first: { ...first, query: { $top: PAGE_SIZE }, schema },
    nextUrl: ({ nextPageLink }) => nextPageLink || undefined,
  });
  for await (const { items } of pages) {
    if (items.length > 0) yield items;
  }
}
