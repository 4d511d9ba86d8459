import { startHttpServer, type TestHttpServer } from '../../../support/http-server.ts';

export interface ListRow {
  readonly id: number | null;
  readonly modified_date: number;
  readonly name?: string;
}

export interface ListServer extends TestHttpServer {
  /** The list in its present order; tests change it while it is read. */
  rows: ListRow[];
  /** What each request asked for: `first`, a page number, `cursor` or `changed`. */
  readonly asked: string[];
}

export interface ListServerOptions {
  readonly rows: ListRow[];
  /** Called before each answer with the number of the request, from 1. */
  readonly before?: (server: ListServer, requestNumber: number) => void;
  /** The most rows it gives a page. Default 100. */
  readonly mostPerPage?: number;
  readonly resultsLimitedTo?: number;
  /** Leaves `count` out. */
  readonly hidesCount?: boolean;
  /** Where its links lead, other than to itself. */
  readonly linksTo?: string;
}

/** A list as Mobilize serves it: by page number, by cursor (after a row's id), by change date, with `count` and `next`. */
export async function startListServer({
  rows,
  before,
  mostPerPage = 100,
  resultsLimitedTo,
  hidesCount = false,
  linksTo,
}: ListServerOptions): Promise<ListServer> {
  const server: ListServer = Object.assign(
    await startHttpServer(({ path }, index) => {
      before?.(server, index + 1);
      const query = new URL(path, server.url).searchParams;
      const since = Number(query.get('updated_since') ?? 0);
      const cursor = query.get('cursor');
      const page = query.get('page');
      server.asked.push(cursor !== null ? 'cursor' : (page ?? (since > 0 ? 'changed' : 'first')));
      const list = server.rows.filter((row) => row.modified_date >= since);
      const size = Math.min(Number(query.get('per_page') ?? 25), mostPerPage);
      const start =
        cursor === null
          ? (Number(page ?? 1) - 1) * size
          : list.findIndex(({ id }) => String(id) === cursor) + 1;
      if (page !== null && start >= list.length)
        return { status: 404, json: { data: null, error: { detail: '' } } };
      const data = list.slice(start, start + size);
      query.delete('page');
      query.set('cursor', String(data.at(-1)?.id));
      const next =
        start + size < list.length
          ? `${linksTo ?? server.url}${new URL(path, server.url).pathname}?${query}`
          : null;
      return {
        json: {
          count: hidesCount ? undefined : list.length,
          next,
          previous: null,
          data,
          results_limited_to: resultsLimitedTo,
        },
      };
    }),
    { rows, asked: [] as string[] },
  );
  return server;
}

/** Rows with ids 1…count that changed long ago. */
export function oldRows(count: number): ListRow[] {
  return Array.from({ length: count }, (_, index) => ({ id: index + 1, modified_date: 1_700_000_000 }));
}
