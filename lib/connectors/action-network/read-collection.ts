import { z } from 'zod';
import { type HttpClient, type RequestOptions, readPages } from '../../http/index.ts';
import type { AnswerReader } from './answer.ts';

/** A collection and the key under which its pages embed the resources. */
export interface Collection<R> {
  readonly first: Pick<RequestOptions, 'path' | 'query' | 'endpoint'>;
  readonly relation: `osdi:${string}`;
  readonly resource: z.ZodType<R>;
}

/**
 * All resources of a collection in batches of one page (at most 25), up to two pages ahead of the reader.
 *
 * Ends at the first page without resources: the last page that has some still links to a next one, and the people
 * collection has no totals. What is created while the pages are read can shift them, so that a resource comes twice.
 *
 * Source: https://actionnetwork.org/docs/v2/ (change list of 2016-09-02), and recorded answers in PhillyDSA/pyactionnetwork.
 */
export async function* readCollection<R extends { id: string }>(
  http: HttpClient,
  answers: AnswerReader,
  { first, relation, resource }: Collection<R>,
): AsyncGenerator<R[], void, undefined> {
  const pages = readPages(http, {
    first: { ...first, schema: answers.of(pageSchema(relation, resource)) },
    nextUrl: ({ rows, nextUrl }) => (rows.length > 0 ? nextUrl : undefined),
    identify: ({ rows }) => rows.map(({ id }) => id).join() || undefined,
  });
  for await (const { rows } of pages) {
    if (rows.length > 0) yield rows;
  }
}

/** The resources of the first page only (at most 25): one call. */
export async function readFirstPage<R>(
  http: HttpClient,
  answers: AnswerReader,
  { first, relation, resource }: Collection<R>,
): Promise<readonly R[]> {
  const { data } = await http.request({ ...first, schema: answers.of(pageSchema(relation, resource)) });
  return data.rows;
}

function pageSchema<R>(relation: string, resource: z.ZodType<R>) {
  return z
    .object({
      _links: z.object({ next: z.object({ href: z.string() }).nullish() }),
      _embedded: z.object({ [relation]: z.array(resource).nullish() }).nullish(),
    })
    .transform(({ _links: links, _embedded: embedded }) => ({
      rows: embedded?.[relation] ?? [],
      nextUrl: links.next?.href,
    }));
}
