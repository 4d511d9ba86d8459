import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHttpClient, type HttpClient, type PageRequest, readPages } from '../../../lib/http/index.ts';
import { startHttpServer, type TestHttpServer } from '../../support/http-server.ts';

interface NumberPage {
  readonly rows: readonly number[];
  readonly next: string | null;
}

let pages: readonly { readonly rows: readonly number[]; readonly next: number | null }[];
let server: TestHttpServer;
let client: HttpClient;

beforeEach(async () => {
  server = await startHttpServer(({ path }) => {
    const page = pages[Number(new URL(path, server.url).searchParams.get('page') ?? 0)];
    if (page === undefined) return { status: 404, text: '' };
    const next = page.next === null ? null : `${server.url}/numbers?page=${page.next}`;
    return { json: { rows: page.rows, next } };
  });
  client = createHttpClient({ source: 'vendor', baseUrl: server.url, secrets: [] });
});
afterEach(async () => {
  client.close();
  await server.close();
});

const numbers: PageRequest<NumberPage> = {
  first: { path: '/numbers', endpoint: '/numbers', query: { size: 2 } },
  nextUrl: (page) => page.next,
  identify: (page) => page.rows.join() || undefined,
};

async function readAll(): Promise<number[]> {
  const rows: number[] = [];
  for await (const page of readPages(client, numbers)) rows.push(...page.rows);
  return rows;
}

test('gives all pages in order', async () => {
  pages = [
    { rows: [1, 2], next: 1 },
    { rows: [3, 4], next: 2 },
    { rows: [5], next: null },
  ];

  expect(await readAll()).toEqual([1, 2, 3, 4, 5]);
  expect(server.requests.map(({ path }) => path)).toEqual([
    '/numbers?size=2',
    '/numbers?page=1',
    '/numbers?page=2',
  ]);
});

test('gives one page without rows of an empty list', async () => {
  pages = [{ rows: [], next: null }];

  expect(await readAll()).toEqual([]);
});

test('fetches a few pages ahead of its reader and no more', async () => {
  pages = Array.from({ length: 20 }, (_, page) => ({ rows: [page], next: page + 1 }));
  const reading = readPages(client, numbers);

  await reading.next();

  await expect.poll(() => server.requests.length).toBe(3);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(server.requests).toHaveLength(3);
  await reading.return();
});

test('refuses a list whose links lead in a circle', async () => {
  pages = [
    { rows: [1], next: 1 },
    { rows: [2], next: 2 },
    { rows: [3], next: 1 },
  ];

  await expect(readAll()).rejects.toThrow('/numbers gave the same link twice: the list would never end');
});

test('refuses a page that comes again under another link', async () => {
  pages = [
    { rows: [1, 2], next: 1 },
    { rows: [1, 2], next: 2 },
    { rows: [3], next: null },
  ];

  await expect(readAll()).rejects.toThrow('/numbers gave the same page twice');
});

test('gives the pages before one that fails', async () => {
  pages = [
    { rows: [1], next: 1 },
    { rows: [2], next: 404 },
  ];
  const rows: number[] = [];

  const reading = async () => {
    for await (const page of readPages(client, numbers)) rows.push(...page.rows);
  };

  await expect(reading()).rejects.toThrow('/numbers answered 404 (not found)');
  expect(rows).toEqual([1, 2]);
});
