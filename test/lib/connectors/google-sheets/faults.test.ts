import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../lib/connectors/google-sheets/transport/clock.ts';
import { ConfigError, TransientError } from '../../../../lib/errors/index.ts';
import { Table } from '../../../../lib/table/index.ts';
import type { NewFaultRule } from '../../../../simulators/index.ts';
import {
  attendances,
  type SimulatedSheet,
  spreadsheetId,
  startSimulatedSheet,
  tableOf,
  target,
} from './simulated-sheet.ts';

let sheet: SimulatedSheet;
beforeAll(async () => {
  sheet = await startSimulatedSheet();
});
beforeEach(() => sheet.reset());
afterAll(() => sheet.close());

const writes = { api: 'google', path: '^/v4/.*(:batchUpdate|/values/)' } as const;
const everySecond = (action: NewFaultRule['action']): NewFaultRule => ({
  match: writes,
  every: 2,
  times: 4,
  action,
});
const ids = async () => (await sheet.rows()).slice(1).map(([id]) => id);
/** Several batches in the mode append. */
const rows = attendances(1, 900, { note: 'n'.repeat(6000) });
const expectedIds = rows.map(({ id }) => id);

describe('a remote that goes wrong every other time', () => {
  test.each<[string, NewFaultRule]>([
    ['503 before the effect', everySecond({ kind: 'status', status: 503, body: {} })],
    ['503 after the effect', everySecond({ kind: 'status', status: 503, body: {}, when: 'after' })],
    ['an HTML page after the effect', everySecond({ kind: 'html', status: 502, when: 'after' })],
    ['a cut connection after the effect', everySecond({ kind: 'cut', when: 'after' })],
    ['half an answer', everySecond({ kind: 'truncate' })],
    ['401', everySecond({ kind: 'status', status: 401, body: { error: { code: 401, message: 'expired' } } })],
  ])('gets every row exactly once: %s', async (_, fault) => {
    sheet.simulators.context.faults.add(fault);

    const appended = await sheet.connect().append(target, tableOf(rows), { key: 'id' });
    const appendedIds = await ids();
    await sheet.connect().overwrite(target, tableOf(rows));

    expect(appended.appended).toBe(900);
    expect(appendedIds).toEqual(expectedIds);
    expect(await ids()).toEqual(expectedIds);
    expect(await sheet.titles()).toEqual(['Sheet1']);
  });

  test('leaves the tab as it was when it stays away', async () => {
    await sheet.connect().overwrite(target, tableOf(rows.slice(0, 3)));
    sheet.simulators.context.faults.add({ match: writes, action: { kind: 'status', status: 503, body: {} } });

    await expect(sheet.connect().overwrite(target, tableOf(rows))).rejects.toThrow(TransientError);
    sheet.simulators.context.faults.remove();

    expect(await ids()).toEqual([1, 2, 3]);
  });
});

describe('the quota', () => {
  const shorten = (calls: number) => {
    for (const name of ['google sheets reads', 'google sheets writes']) {
      sheet.simulators.context.rateLimits.change(name, { calls, perMs: 600, enabled: true });
    }
  };

  test('is used and never exceeded', async () => {
    shorten(3);
    // Longer than the server's, as the two seconds are that the throttle adds to a real minute.
    const quota = { readsPerMinute: 3, writesPerMinute: 3, minuteMs: 800 };
    const sheets = sheet.connect({ quota, clock: systemClock });

    for (let run = 0; run < 3; run++) await sheets.overwrite(target, tableOf(attendances(run, 10)));

    expect(sheets.counts).toMatchObject({ writes: 9, rateLimited: 0 });
  });

  test('that another program has used up is waited for', async () => {
    shorten(2);
    const sheets = sheet.connect({ quota: { minuteMs: 600 }, clock: systemClock });

    await sheets.append(target, tableOf(attendances(1, 5)), { key: 'id' });

    expect(sheets.counts.rateLimited).toBeGreaterThan(0);
    sheet.simulators.context.rateLimits.change('google sheets reads', { enabled: false });
    expect(await ids()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('what people have to set up', () => {
  test('a spreadsheet that is not shared names the address to share it with', async () => {
    const sheets = sheet.connect();

    const read = sheets.spreadsheet('1SimNotSharedWithTheServiceAccount0000000000');

    await expect(read).rejects.toThrow(ConfigError);
    await expect(read).rejects.toThrow(sheets.accountEmail);
  });

  test('a spreadsheet that may only be read is refused in the same words', async () => {
    const readOnly = { spreadsheetId: '1YZr6gXmptxfzqb_t58frwNHhVu_KMTQzvMpnNUZd47I', worksheet: 'Sheet1' };
    const sheets = sheet.connect();

    await expect(sheets.overwrite(readOnly, tableOf(attendances(1, 1)))).rejects.toThrow(/as Editor/);
  });

  test('an API that is off is named', async () => {
    await fetch(`${sheet.simulators.url}/__control/google/knobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sheetsApiEnabled: false }),
    });

    await expect(sheet.connect().spreadsheet(spreadsheetId)).rejects.toThrow(
      /Google Sheets API is not enabled/,
    );
  });

  test('a protected range of ours is explained, and nothing was written', async () => {
    await sheet.connect().overwrite(target, tableOf(attendances(1, 2)));
    sheet.simulators.context.faults.add({
      match: { api: 'google', method: 'POST', path: '^/v4/.*:batchUpdate$' },
      nth: 2,
      action: {
        kind: 'status',
        status: 400,
        body: {
          error: {
            code: 400,
            message:
              'Invalid requests[1].copyPaste: You are trying to edit a protected cell or object. Please contact the spreadsheet owner.',
            status: 'INVALID_ARGUMENT',
          },
        },
      },
    });

    await expect(sheet.connect().overwrite(target, tableOf(attendances(5, 2)))).rejects.toThrow(
      /protected range/,
    );

    expect(await ids()).toEqual([1, 2]);
  });
});

describe('a table', () => {
  test('whose columns are not known before its rows is read once', async () => {
    let reads = 0;
    const table = Table.fromIterable(function* () {
      reads += 1;
      yield* [{ id: 1 }, { id: 2, late: 'column' }];
    });

    await sheet.connect().overwrite(target, table);

    expect(reads).toBe(1);
    expect(await sheet.rows()).toEqual([['id', 'late'], [1], [2, 'column']]);
  });

  test('whose source fails half way changes nothing', async () => {
    await sheet.connect().overwrite(target, tableOf(attendances(1, 2)));
    const broken = Table.fromBatches(
      async function* () {
        yield attendances(5, 20_001);
        throw new TransientError('the source is gone');
      },
      { columns: ['id'] },
    );

    await expect(sheet.connect().overwrite(target, broken)).rejects.toThrow('the source is gone');

    expect(await ids()).toEqual([1, 2]);
    expect(await sheet.titles()).toEqual(['Sheet1']);
  });

  test('without columns and rows changes nothing in any mode', async () => {
    const sheets = sheet.connect();

    await sheets.overwrite(target, Table.fromRows([]));
    await sheets.append(target, Table.fromRows([]), { key: 'id' });
    await sheets.merge(target, Table.fromRows([]), { key: 'id' });

    expect(sheets.counts.writes).toBe(0);
  });
});
