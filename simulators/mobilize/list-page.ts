import { ApiError, invalid } from './api-error.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { MobilizeKnobs } from './knobs.ts';
import type { RowSet } from './row-set.ts';
import type { Selection, Selector } from './selection.ts';

const defaultPerPage = 25;

export interface ListRequest {
  readonly rows: RowSet;
  /** Address of the list on this server, without query. */
  readonly url: string;
  readonly query: URLSearchParams;
  /** The name under which the answer's metadata present the list. */
  readonly urlName: string;
  /** Set when the search backend answers: no more rows than this can be reached. */
  readonly limitedTo?: number | undefined;
}

export interface ListDependencies {
  readonly selector: Selector;
  readonly knobs: MobilizeKnobs;
}

/** One page of a list as JSON: the envelope with exact count, cursor links and metadata. @throws ApiError 400 */
export function listPage(request: ListRequest, { selector, knobs }: ListDependencies): string {
  const { rows, query, urlName } = request;
  const selection = selector.select(rows, {
    updatedSince: readInteger(query, 'updated_since', 0),
    inclusive: knobs.updatedSinceInclusive,
    orderBy: knobs.orderBy,
  });
  const limitedTo = request.limitedTo ?? knobs.resultsLimitedTo ?? undefined;
  const reachable = Math.min(selection.length, limitedTo ?? Number.POSITIVE_INFINITY);
  const perPage = Math.min(readInteger(query, 'per_page', 1) ?? defaultPerPage, knobs.maxPerPage);
  const start = startOf(query, selection, perPage);
  const end = Math.min(start + perPage, reachable);

  let data = '';
  for (let index = start; index < end; index++) {
    data += index === start ? rows.json(selection.at(index)) : `,${rows.json(selection.at(index))}`;
  }

  const linkTo = (index: number) => JSON.stringify(linkOf(request, encodeCursor(selection.placeOf(index))));
  const next = end < reachable ? linkTo(nextStart(start, end, perPage, knobs)) : 'null';
  const previous = start > 0 && selection.length > 0 ? linkTo(Math.max(0, start - perPage)) : 'null';
  const limit = limitedTo === undefined ? '' : `,"results_limited_to":${limitedTo}`;
  const metadata = `{"url_name":"${urlName}","build_commit":"0000000","page_title":null}`;
  return `{"count":${selection.length},"next":${next},"previous":${previous},"data":[${data}],"metadata":${metadata}${limit}}`;
}

/** An integer parameter of at least `least`; undefined when it is not there. @throws ApiError 400 */
export function readInteger(query: URLSearchParams, name: string, least: number): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least)) throw invalid(name);
  return value;
}

function startOf(query: URLSearchParams, selection: Selection, perPage: number): number {
  const cursor = query.get('cursor');
  if (cursor !== null) {
    const place = decodeCursor(cursor);
    if (place === undefined) throw invalid('cursor', 'Invalid cursor');
    return selection.indexFrom(place);
  }
  const page = readInteger(query, 'page', 1) ?? 1;
  const start = (page - 1) * perPage;
  if (page > 1 && start >= selection.length) throw new ApiError(404, { detail: 'Invalid page.' });
  return start;
}

function nextStart(start: number, end: number, perPage: number, knobs: MobilizeKnobs): number {
  if (knobs.stuckAtPage === Math.floor(start / perPage) + 1) return start;
  return knobs.repeatRowOnNextPage && perPage > 1 ? end - 1 : end;
}

/** Keeps every parameter of the request, also unknown ones, sorted; the cursor takes the place of `page`. */
function linkOf({ url, query }: ListRequest, cursor: string): string {
  const link = new URLSearchParams(query);
  link.delete('page');
  link.set('cursor', cursor);
  link.sort();
  return `${url}?${link}`;
}
