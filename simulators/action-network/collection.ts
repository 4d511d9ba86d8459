import { type ApiUrl, curies } from './resources.ts';

const maxPerPage = 25;

export interface CollectionQuery {
  readonly page?: string;
  readonly per_page?: string;
  readonly filter?: string;
}

/**
 * One page of resources as HAL. `next` is there on every page that has resources, even when the next page is empty; people
 * come without totals, because counting them is slow.
 */
export function collectionPage<T extends { readonly _links: { readonly self: { readonly href: string } } }>({
  api,
  path,
  relation,
  total,
  query,
  slice,
  withTotals,
}: {
  readonly api: ApiUrl;
  /** Below the API's address, without a slash before it. */
  readonly path: string;
  readonly relation: string;
  readonly total: number;
  readonly query: CollectionQuery;
  readonly slice: (start: number, end: number) => T[];
  readonly withTotals: boolean;
}) {
  const perPage = Math.min(positive(query.per_page) ?? maxPerPage, maxPerPage);
  const page = positive(query.page) ?? 1;
  const resources = slice((page - 1) * perPage, page * perPage);
  const link = (number: number) => ({ href: `${api}/${path}?${linkQuery(query, number)}` });

  return {
    ...(withTotals && { total_pages: Math.ceil(total / perPage), total_records: total }),
    per_page: perPage,
    page,
    _links: {
      ...(resources.length > 0 && { next: link(page + 1) }),
      ...(page > 1 && { previous: link(page - 1) }),
      self: { href: `${api}/${path}` },
      [relation]: resources.map(({ _links }) => ({ href: _links.self.href })),
      curies,
    },
    _embedded: { [relation]: resources },
  };
}

/** The filter comes first, with its quotes as they are, then a page size that was asked for, then the page. */
function linkQuery({ filter, per_page }: CollectionQuery, page: number): string {
  const parts = [
    filter === undefined ? undefined : `filter=${encodeURIComponent(filter)}`,
    per_page === undefined ? undefined : `per_page=${encodeURIComponent(per_page)}`,
    `page=${page}`,
  ];
  return parts.filter((part) => part !== undefined).join('&');
}

function positive(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
