import { afterEach, describe, expect, test } from 'vitest';
import { createMobilize } from '../../../../lib/connectors/mobilize/index.ts';
import { type ListServer, type ListServerOptions, oldRows, startListServer } from './list-server.ts';

let server: ListServer;
let lines: { readonly level: string; readonly fields: object; readonly message: string }[];

afterEach(() => server.close());

/** All batches of an attendance list, read whole. */
async function read(options: ListServerOptions): Promise<unknown[]> {
  server = await startListServer(options);
  lines = [];
  const log = (level: string) => (fields: object, message: string) => lines.push({ level, fields, message });
  const mobilize = createMobilize({
    organizationIds: [1],
    baseUrl: server.url,
    callsPerSecond: 0,
    logger: { debug: () => {}, info: log('info'), warn: log('warn') },
  });
  const rows = await mobilize.attendances().toArray();
  mobilize.close();
  return rows;
}

const now = Math.floor(Date.now() / 1000);
const asked = (kind: string) => server.asked.filter((one) => one === kind).length;

describe('a list that stays as it is', () => {
  test('is read by page number, each row once, in its order', async () => {
    const rows = await read({ rows: oldRows(950) });

    expect(rows).toEqual(oldRows(950));
    expect(server.asked.toSorted()).toEqual(['10', '2', '3', '4', '5', '6', '7', '8', '9', 'first']);
    expect(server.requests[3]?.path).toMatch(/per_page=100/);
    expect(lines).toEqual([]);
  });

  test('takes one call when it is empty or fits one page', async () => {
    expect(await read({ rows: [] })).toEqual([]);
    expect(server.requests).toHaveLength(1);
    await server.close();

    expect(await read({ rows: oldRows(100) })).toHaveLength(100);
    expect(server.requests).toHaveLength(1);
  });

  test('is read whole where the server gives fewer rows a page than asked for', async () => {
    const rows = await read({ rows: oldRows(260), mostPerPage: 25 });

    expect(rows).toEqual(oldRows(260));
    expect(asked('cursor')).toBe(0);
  });

  test('is read by its links where it does not say how long it is', async () => {
    const rows = await read({ rows: oldRows(260), hidesCount: true });

    expect(rows).toEqual(oldRows(260));
    expect(server.asked).toEqual(['first', 'cursor', 'cursor']);
  });

  test('is read whole from a gateway whose links name the vendor', async () => {
    const rows = await read({ rows: oldRows(260), hidesCount: true, linksTo: 'https://api.mobilize.us' });

    expect(rows).toEqual(oldRows(260));
  });

  test('keeps rows without an id, which the firewall withholds', async () => {
    const withheld = { id: null, modified_date: 5 };
    const rows = oldRows(250).map((row, index) => (index % 3 === 0 ? withheld : row));

    expect(await read({ rows })).toEqual(rows);
  });
});

describe('a list that moves while it is read', () => {
  test('gives rows that came in at its front, and none twice, without reading it all again', async () => {
    const added = { id: 5000, modified_date: now };

    const rows = await read({
      rows: oldRows(950),
      before: ({ rows }, request) => {
        if (request === 2) rows.unshift(added);
      },
    });

    expect(rows).toHaveLength(951);
    expect(rows).toEqual(expect.arrayContaining([added, ...oldRows(950)]));
    expect([asked('changed'), asked('first')]).toEqual([1, 1]);
  });

  test('gives rows that came in at its end', async () => {
    const rows = await read({
      rows: oldRows(400),
      before: ({ rows }, request) => {
        if (request === 3)
          rows.push(...Array.from({ length: 150 }, (_, index) => ({ id: 5000 + index, modified_date: now })));
      },
    });

    expect(rows).toHaveLength(550);
    expect(lines).toEqual([]);
  });

  test('gives the rows that slipped to a page already read, by reading it again', async () => {
    const rows = await read({
      rows: oldRows(950),
      before: ({ rows }, request) => {
        if (request === 5) rows.splice(0, 3);
      },
    });

    expect(rows).toHaveLength(950);
    expect(rows).toEqual(expect.arrayContaining(oldRows(950)));
    expect(lines).toMatchObject([{ level: 'info', message: expect.stringContaining('moved') }]);
  });

  test('gives a row again that changed and moved to the end, and those that slipped', async () => {
    const changed = { id: 2, modified_date: now };

    const rows = await read({
      rows: oldRows(950),
      before: ({ rows }, request) => {
        if (request !== 5) return;
        rows.splice(1, 1);
        rows.push(changed);
      },
    });

    expect(rows).toHaveLength(951);
    expect(rows).toEqual(expect.arrayContaining([...oldRows(950), changed]));
  });

  test('gives what is left when it becomes much shorter', async () => {
    const rows = await read({
      rows: oldRows(950),
      before: ({ rows }, request) => {
        if (request === 4) rows.length = 420;
      },
    });

    expect(rows.slice(0, 420)).toEqual(oldRows(420));
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  test('gives the rows that a repeated page stood in for', async () => {
    let before: unknown[] = [];
    const rows = await read({
      rows: oldRows(950),
      before: (list, request) => {
        // For one request the list looks as if the rows of the page before stood where those of this page are.
        if (request === 6) {
          before = list.rows;
          list.rows = [...list.rows.slice(0, 500), ...list.rows.slice(400, 500), ...list.rows.slice(600)];
        }
        if (request === 7) list.rows = before as typeof list.rows;
      },
    });

    expect(rows).toHaveLength(950);
  });
});

describe('a list from the search index', () => {
  test('is reported as perhaps incomplete, and its count is not held against it', async () => {
    await read({ rows: oldRows(250), resultsLimitedTo: 1000 });

    expect(lines).toMatchObject([{ level: 'warn', fields: { reachableRowCount: 1000 } }]);
    expect(server.requests).toHaveLength(3);
  });
});
