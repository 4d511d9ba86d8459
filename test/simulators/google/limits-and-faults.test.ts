import { describe, expect, it } from 'vitest';
import { startGoogle } from './harness.ts';

describe('the quotas', () => {
  it('refuses the 61st read of a minute exactly as recorded, without Retry-After, and still lets writes through', async () => {
    const { get, put, context } = await startGoogle({ rateLimits: true });
    for (let call = 0; call < 60; call++) expect((await get('A1')).status).toBe(200);

    const { status, body, headers } = await get('A1');
    const write = await put('A1', [['x']]);
    context.clock.advance(60_000);
    const later = await get('A1');

    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBeNull();
    expect(body.error).toMatchObject({
      code: 429,
      status: 'RESOURCE_EXHAUSTED',
      message:
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service 'sheets.googleapis.com' for consumer 'project_number:603366585132'.",
      details: [
        {
          reason: 'RATE_LIMIT_EXCEEDED',
          metadata: { quota_limit_value: '60', quota_metric: 'sheets.googleapis.com/read_requests' },
        },
        { '@type': 'type.googleapis.com/google.rpc.Help' },
      ],
    });
    expect([write.status, later.status]).toEqual([200, 200]);
  });

  it('counts a batch as one write, and failed writes, too', async () => {
    const { batch, control } = await startGoogle({ rateLimits: true });
    await control('rate-limits', { name: 'google sheets writes', calls: 3 });

    const many = await batch(
      ...Array.from({ length: 20 }, (_, n) => ({ addSheet: { properties: { title: `T${n}` } } })),
    );
    const failed = await batch({ deleteSheet: { sheetId: 123 } });
    const third = await batch({ addSheet: {} });
    const fourth = await batch({ addSheet: {} });

    expect([many.status, failed.status, third.status, fourth.status]).toEqual([200, 400, 200, 429]);
    expect(fourth.body.error?.message).toContain("metric 'Write requests'");
  });

  it('can have a shorter minute', async () => {
    const { get, control } = await startGoogle({ rateLimits: true });
    await control('rate-limits', { name: 'google sheets reads', calls: 1, perMs: 50 });

    const first = await get('A1');
    const refused = await get('A1');
    await new Promise((resolve) => setTimeout(resolve, 60));
    const later = await get('A1');

    expect([first.status, refused.status, later.status]).toEqual([200, 429, 200]);
  });
});

describe('the size limits', () => {
  it('refuses to grow above the cell limit, whatever the way', async () => {
    const { control, batch, append, put } = await startGoogle();
    await control('google/knobs', { cellLimit: 26_000 });
    await put('A1000', [['last']]);
    const message =
      'This action would increase the number of cells in the workbook above the limit of 26000 cells.';

    const added = await batch({ addSheet: {} });
    const resized = await batch({
      updateSheetProperties: {
        properties: { gridProperties: { rowCount: 1001 } },
        fields: 'gridProperties.rowCount',
      },
    });
    const appended = await append('A1000', [['x']]);

    expect(added.body.error?.message).toBe(`Invalid requests[0].addSheet: ${message}`);
    expect(resized.body.error?.message).toBe(`Invalid requests[0].updateSheetProperties: ${message}`);
    expect(appended.body.error?.message).toBe(message);
  });

  it('checks more rows before fewer columns, so a legal final shape may be refused', async () => {
    const { control, batch } = await startGoogle();
    await control('google/knobs', { cellLimit: 26_000 });
    const resize = (gridProperties: object, fields: string) => ({
      updateSheetProperties: { properties: { gridProperties }, fields },
    });
    const both = resize(
      { rowCount: 2000, columnCount: 13 },
      'gridProperties.rowCount,gridProperties.columnCount',
    );

    const atOnce = await batch(both);
    const columnsFirst = await batch(resize({ columnCount: 13 }, 'gridProperties.columnCount'), both);

    expect([atOnce.status, columnsFirst.status]).toEqual([400, 200]);
  });

  it('refuses more than 50,000 characters in a cell', async () => {
    const { put, batch } = await startGoogle();
    const text = 'x'.repeat(50_001);

    const byValues = await put('A1', [[text]]);
    const byRequest = await batch({
      updateCells: {
        start: { sheetId: 0 },
        rows: [{ values: [{ userEnteredValue: { stringValue: text } }] }],
        fields: 'userEnteredValue',
      },
    });

    expect(byValues.body.error?.message).toBe(
      'Your input contains more than the maximum of 50000 characters in a single cell.',
    );
    expect(byRequest.status).toBe(400);
  });

  it('holds 100,000 rows of 20 columns, formats them in one request and undoes a refused batch at once', async () => {
    const { batch, put, get } = await startGoogle();
    const rows = 100_000;
    const grid = { rowCount: rows, columnCount: 20 };
    const whole = {
      sheetId: 0,
      startRowIndex: 0,
      endRowIndex: rows,
      startColumnIndex: 0,
      endColumnIndex: 20,
    };
    const red = { cell: { userEnteredFormat: { backgroundColor: { red: 1 } } }, fields: 'userEnteredFormat' };
    await batch({
      updateSheetProperties: {
        properties: { gridProperties: grid },
        fields: 'gridProperties(rowCount,columnCount)',
      },
    });
    const block = Array.from({ length: 10_000 }, (_, row) =>
      Array.from({ length: 20 }, (__, column) => row * column),
    );
    for (let start = 1; start < rows; start += block.length)
      expect((await put(`A${start}`, block)).status).toBe(200);

    const formatted = await batch({ repeatCell: { range: whole, ...red } });
    const startedMs = performance.now();
    const refused = await batch({ repeatCell: { range: whole, ...red } }, { deleteSheet: { sheetId: 9 } });
    const refusedMs = performance.now() - startedMs;

    expect([formatted.status, refused.status]).toEqual([200, 400]);
    expect(refusedMs).toBeLessThan(1_000);
    expect((await get('T100000')).body.values).toEqual([[String(9_999 * 19)]]);
  }, 30_000);
});

describe('faults', () => {
  it.each([
    [503, { kind: 'status', status: 503, body: { error: { code: 503, status: 'UNAVAILABLE' } } }],
    [401, { kind: 'status', status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED' } } }],
    [502, { kind: 'html', status: 502 }],
  ])('answers %i on the second POST and does nothing then', async (status, action) => {
    const { append, get, control } = await startGoogle();
    await control('faults', { match: { api: 'google', method: 'POST', path: '/v4/' }, nth: 2, action });

    const statuses = [];
    for (const name of ['a', 'b', 'c']) statuses.push((await append('Sheet1!A1', [[name]])).status);

    expect(statuses).toEqual([200, status, 200]);
    expect((await get('A1:A3')).body.values).toEqual([['a'], ['c']]);
  });

  it('applies a write and cuts the connection: append would double the row, update would not', async () => {
    const { append, put, get, control } = await startGoogle();
    const cutAfter = (method: string) =>
      control('faults', {
        match: { api: 'google', method },
        times: 1,
        action: { kind: 'cut', when: 'after' },
      });

    await cutAfter('POST');
    await expect(append('Sheet1!A1', [['row']])).rejects.toThrow();
    await append('Sheet1!A1', [['row']]);
    const appended = await get('A1:A3');
    await cutAfter('PUT');
    await expect(put('C1', [['cell']])).rejects.toThrow();
    await put('C1', [['cell']]);

    expect(appended.body.values).toEqual([['row'], ['row']]);
    expect((await get('C1:C3')).body.values).toEqual([['cell']]);
  });
});
