import type { ZodType } from 'zod';
import {
  type HttpClient,
  type HttpLogger,
  inOrder,
  type QueryParameters,
  type RequestOptions,
  readPages,
} from '../../http/index.ts';
import { DeliveredRows, type RowIdentity } from './delivered-rows.ts';
import { LookAhead, mostPagesAhead } from './look-ahead.ts';
import { PageCounts } from './page-counts.ts';
import type { Page } from './schema.ts';

/** A list endpoint and how its rows are told apart. */
export interface ListRequest<R> extends RowIdentity<R> {
  readonly path: string;
  readonly endpoint: string;
  readonly schema: ZodType<Page<R>>;
  readonly query?: QueryParameters;
  /** Whether the endpoint can list only what changed since a time. */
  readonly takesUpdatedSince: boolean;
}

/** The vendor's maximum is not documented; 100 is what public integrations use. */
const rowsPerPage = 100;
/** How far back the list of what changed meanwhile goes: the server's clock may differ from ours. */
const clockDifferenceSeconds = 120;

/**
 * All rows of a list, in batches of a page, each row once; a row that changes while the list is read may come a second time, with its
 * later change date. Buffers up to 16 pages, and keeps about 16 bytes a row.
 *
 * Pages are asked for by number, several at a time: the vendor's cursor links can only be followed one by one, which at 200 ms an answer
 * uses a third of the allowed rate. Numbers, unlike cursors, miss rows when the list moves. So the rows are counted against the list's
 * own `count`. While some are missing, it goes on with what changed meanwhile, then with the pages by number once more (the same row is
 * hardly missed twice), then by cursor, and delivers what was missed. A list that does not say how long it is is read by its links.
 */
export async function* readList<R>(
  client: HttpClient,
  list: ListRequest<R>,
  logger?: HttpLogger,
): AsyncGenerator<R[], void, undefined> {
  const { endpoint } = list;
  const startedAtSeconds = Math.floor(Date.now() / 1000);
  const first = (await client.request(firstPage(list))).data;
  const { count } = first;
  const isSearch = typeof first.results_limited_to === 'number';
  if (isSearch) {
    const facts = { endpoint, count, reachableRowCount: first.results_limited_to };
    logger?.warn(facts, 'the list comes from a search index and may be incomplete');
  }
  const delivered = new DeliveredRows(list, count ?? first.data.length);
  yield delivered.takeNew(first.data);
  if (!first.next) return;
  if (typeof count !== 'number') {
    for await (const page of readByCursor(client, list, first.next)) yield delivered.takeNew(page.data);
    return;
  }

  const counts = new PageCounts(count, mostPagesAhead);
  for await (const page of readByNumber(client, list, { ...first, count }, 2)) {
    counts.add(page.count ?? count);
    yield delivered.takeNew(page.data);
  }
  const isComplete = () => !counts.haveDropped && delivered.count >= counts.last;
  if (isSearch || isComplete()) return;

  if (list.takesUpdatedSince && !counts.haveDropped) {
    const changed = changedSince(list, startedAtSeconds - clockDifferenceSeconds);
    for await (const page of readByCursor(client, changed)) yield delivered.takeMissed(page.data);
    if (isComplete()) return;
  }

  const facts = { endpoint, count: counts.last, rowCount: delivered.count };
  logger?.info(facts, 'the list moved while it was read: reading it again');
  if (!counts.haveDropped) {
    for await (const page of readByNumber(client, list, { ...first, count }, 1)) {
      counts.add(page.count ?? count);
      yield delivered.takeMissed(page.data);
    }
    if (isComplete()) return;
  }

  for await (const page of readByCursor(client, list)) {
    counts.add(page.count ?? count);
    yield delivered.takeMissed(page.data);
  }
  if (delivered.count >= counts.last) return;
  logger?.warn(
    { endpoint, count: counts.last, rowCount: delivered.count },
    'the list holds fewer rows than it says',
  );
}

/** The pages from a number on, several at a time, then by cursor what the list has grown by. */
async function* readByNumber<R>(
  client: HttpClient,
  list: ListRequest<R>,
  first: Page<R> & { readonly count: number },
  firstNumber: number,
): AsyncGenerator<Page<R>, void, undefined> {
  // The server may give fewer rows a page than it was asked for; where it gives none, numbers lead nowhere.
  const pageCount = first.data.length === 0 ? 0 : Math.ceil(first.count / first.data.length);
  let last: Page<R> = first;
  const lookAhead = new LookAhead();
  function* requests() {
    for (let page = firstNumber; page <= pageCount && last.next; page++) {
      yield (signal: AbortSignal) => lookAhead.time(() => readNumberedPage(client, list, page, signal));
    }
  }
  for await (const page of inOrder(requests(), () => lookAhead.pages)) {
    last = page;
    yield page;
    // The list has become shorter: the pages behind are empty.
    if (!page.next) return;
  }
  if (last.next) yield* readByCursor(client, list, last.next);
}

async function readNumberedPage<R>(
  client: HttpClient,
  list: ListRequest<R>,
  page: number,
  signal: AbortSignal,
): Promise<Page<R>> {
  const request = firstPage(list);
  const { status, data } = await client.request({
    ...request,
    query: { ...request.query, page },
    acceptStatus: [404],
    signal,
  });
  // A page behind the end of a list that has become shorter since its first page.
  return status === 404 ? { count: 0, data: [] } : data;
}

function readByCursor<R>(client: HttpClient, list: ListRequest<R>, url?: string): AsyncGenerator<Page<R>> {
  const request = firstPage(list);
  return readPages(client, {
    first: url === undefined ? request : { ...request, query: undefined, url },
    nextUrl: (page) => page.next,
    identify: (page) => identify(page, list),
  });
}

/** A page's ids, or undefined where they do not tell it apart from another one. */
function identify<R>(page: Page<R>, { id }: ListRequest<R>): string | undefined {
  const ids = page.data.map((row) => id(row) ?? undefined);
  return ids.length === 0 || ids.includes(undefined) ? undefined : ids.join();
}

function firstPage<R>({ path, endpoint, schema, query }: ListRequest<R>): RequestOptions<Page<R>> {
  return { path, endpoint, schema, query: { ...query, per_page: rowsPerPage } };
}

function changedSince<R>(list: ListRequest<R>, unixSeconds: number): ListRequest<R> {
  const updatedSince = Math.max(unixSeconds, Number(list.query?.updated_since ?? 0));
  return { ...list, query: { ...list.query, updated_since: updatedSince } };
}
