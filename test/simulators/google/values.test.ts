import { describe, expect, it } from 'vitest';
import { startGoogle } from './harness.ts';

describe('reading values', () => {
  it('cuts trailing empty cells and rows, and keeps empty ones in between', async () => {
    const { put, get } = await startGoogle();
    await put('Sheet1!A1', [['a', '', 'c', ''], [], ['', 'x'], ['']]);

    const { body } = await get('Sheet1');

    expect(body).toEqual({
      range: 'Sheet1!A1:Z1000',
      majorDimension: 'ROWS',
      values: [['a', '', 'c'], [], ['', 'x']],
    });
  });

  it('leaves "values" out when every cell is empty', async () => {
    const { get } = await startGoogle();

    const { body } = await get('Sheet1!A1:B2');

    expect(body).toEqual({ range: 'Sheet1!A1:B2', majorDimension: 'ROWS' });
  });

  it.each([
    ['Sheet1', 'Sheet1!A1:Z1000'],
    ['Sheet1!A1:1', 'Sheet1!A1:Z1'],
    ['Sheet1!A1:C', 'Sheet1!A1:C1000'],
    ['Sheet1!A5:A', 'Sheet1!A5:A1000'],
    ['B2', 'Sheet1!B2'],
    ["'Sheet1'!C:C", 'Sheet1!C1:C1000'],
    ['sheet1!B2:A1', 'Sheet1!A1:B2'],
    ['Sheet1!R2C2:R3C4', 'Sheet1!B2:D3'],
  ])('echoes the range %s expanded to the grid as %s', async (asked, echoed) => {
    const { get } = await startGoogle();

    const { body } = await get(asked);

    expect(body.range).toBe(echoed);
  });

  it.each([
    ['My Tab', "'My Tab'!A1"],
    ['D3', "'D3'!A1"],
    ["Bob's", "'Bob''s'!A1"],
    ['Etl_2', 'Etl_2!A1'],
    ['📋', "'📋'!A1"],
  ])('quotes the title %s only when it has to: %s', async (title, echoed) => {
    const { batch, get } = await startGoogle();
    await batch({ addSheet: { properties: { title } } });

    const { body } = await get(`'${title.replaceAll("'", "''")}'!A1`);

    expect(body.range).toBe(echoed);
  });

  it('answers 400 for an unknown tab', async () => {
    const { get } = await startGoogle();

    const { status, body } = await get('NOPE!A5:F15');

    expect([status, body.error?.status, body.error?.message]).toEqual([
      400,
      'INVALID_ARGUMENT',
      'Unable to parse range: NOPE!A5:F15',
    ]);
  });

  it('shows display texts, plain values and formulas by the render option', async () => {
    const { put, get } = await startGoogle();
    await put('A1', [['2', 2000000.013, true, '2020-01-01', '=B1*2', '25%']], 'USER_ENTERED');

    const formatted = await get('A1:F1');
    const unformatted = await get('A1:F1', '?valueRenderOption=UNFORMATTED_VALUE');
    const dates = await get(
      'A1:F1',
      '?valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=FORMATTED_STRING',
    );
    const formulas = await get('A1:F1', '?valueRenderOption=FORMULA');

    expect(formatted.body.values?.[0]).toEqual([
      '2',
      '2000000.013',
      'TRUE',
      '2020-01-01',
      '4000000.026',
      '25%',
    ]);
    expect(unformatted.body.values?.[0]).toEqual([2, 2000000.013, true, 43831, 4000000.026, 0.25]);
    expect(dates.body.values?.[0]?.[3]).toBe('2020-01-01');
    expect(formulas.body.values?.[0]?.[4]).toBe('=B1*2');
  });

  it('takes a field that is null for one that is not there, as gspread sends it', async () => {
    const { call, get, id } = await startGoogle();
    const body = { range: null, majorDimension: null, values: [['a', null, 'c']] };

    const { status } = await call('PUT', `/v4/spreadsheets/${id}/values/A1?valueInputOption=RAW`, body);

    expect(status).toBe(200);
    expect((await get('A1:C1')).body.values).toEqual([['a', '', 'c']]);
  });

  it('transposes with majorDimension COLUMNS, in both directions', async () => {
    const { call, get, id } = await startGoogle();
    const body = { majorDimension: 'COLUMNS', values: [['a', 'b'], ['c']] };
    await call('PUT', `/v4/spreadsheets/${id}/values/A1?valueInputOption=RAW`, body);

    const rows = await get('A1:B2');
    const columns = await get('A1:B2', '?majorDimension=COLUMNS');

    expect(rows.body.values).toEqual([['a', 'c'], ['b']]);
    expect(columns.body.values).toEqual([['a', 'b'], ['c']]);
  });

  it('answers batchGet in the order in which the ranges were asked', async () => {
    const { call, id, put } = await startGoogle();
    await put('A1', [['a', 'b']]);

    const { body } = await call('GET', `/v4/spreadsheets/${id}/values:batchGet?ranges=B1&ranges=Sheet1!A1`);

    expect(body.valueRanges).toEqual([
      { range: 'Sheet1!B1', majorDimension: 'ROWS', values: [['b']] },
      { range: 'Sheet1!A1', majorDimension: 'ROWS', values: [['a']] },
    ]);
  });

  it('refuses or clips reads beyond the grid as the knob says', async () => {
    const { get, control } = await startGoogle();

    const refused = await get('Sheet1!A1:AB2');
    await control('google/knobs', { readsOutsideGrid: 'clip' });
    const clipped = await get('Sheet1!A1:AB2');

    expect(refused.body.error?.message).toBe(
      'Range (Sheet1!A1:AB2) exceeds grid limits. Max rows: 1000, max columns: 26',
    );
    expect(clipped.body.range).toBe('Sheet1!A1:Z2');
  });
});

describe('writing values', () => {
  it('keeps RAW texts as they are and reads USER_ENTERED ones as if typed', async () => {
    const { put, get } = await startGoogle();
    const cells = ['=1+1', '+5', '007', '1/2', 'TRUE', '02139'];

    await put('A1', [cells]);
    await put('A2', [cells], 'USER_ENTERED');
    const raw = await get('A1:F1', '?valueRenderOption=UNFORMATTED_VALUE');
    const typed = await get('A2:F2', '?valueRenderOption=UNFORMATTED_VALUE');

    expect(raw.body.values?.[0]).toEqual(cells);
    expect(typed.body.values?.[0]).toEqual([2, 5, 7, expect.any(Number), true, 2139]);
  });

  it('leaves a cell untouched for null and empties it for an empty text', async () => {
    const { put, get } = await startGoogle();
    await put('A1', [['a', 'b', 'c']]);

    const { body } = await put('A1', [[null, '', 'd']]);
    const after = await get('A1:C1');

    expect(after.body.values).toEqual([['a', '', 'd']]);
    expect(body.updatedCells).toBe(2);
  });

  it('counts empty texts among the updated cells', async () => {
    const { put, id } = await startGoogle();
    const row = ['', 'x', '', ''];

    const { body } = await put('B2', [row, row, row, row]);

    expect(body).toEqual({
      spreadsheetId: id,
      updatedRange: 'Sheet1!B2:E5',
      updatedRows: 4,
      updatedColumns: 4,
      updatedCells: 16,
    });
  });

  it('needs a valueInputOption', async () => {
    const { call, id } = await startGoogle();

    const { status, body } = await call('PUT', `/v4/spreadsheets/${id}/values/A1`, { values: [['a']] });

    expect([status, body.error?.message]).toEqual([400, "'valueInputOption' is required but not specified"]);
  });

  it('does not grow the grid on update', async () => {
    const { put } = await startGoogle();

    const { status, body } = await put('Sheet1!A1001', [['a', 'b', 'c']]);
    const overEnd = await put('Sheet1!A1000', [['a'], ['b']]);

    expect([status, body.error?.message]).toEqual([
      400,
      'Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26',
    ]);
    expect(overEnd.body.error?.message).toBe(
      'Range (Sheet1!A1000:A1001) exceeds grid limits. Max rows: 1000, max columns: 26',
    );
  });

  it('takes one cell as an anchor and any larger range as a bound', async () => {
    const { put } = await startGoogle();

    const anchored = await put('A2', [['a', 'b'], ['c']]);
    const tooManyRows = await put('Sheet1!A2:C3', [['a'], ['b'], ['c']]);
    const tooManyColumns = await put('Sheet1!A2:C3', [['a', 'b', 'c', 'd']]);

    expect(anchored.status).toBe(200);
    expect(tooManyRows.body.error?.message).toBe(
      'Requested writing within range [Sheet1!A2:C3], but tried writing to row [4]',
    );
    expect(tooManyColumns.body.error?.message).toBe(
      'Requested writing within range [Sheet1!A2:C3], but tried writing to column [D]',
    );
  });

  it('names the field whose JSON type is wrong', async () => {
    const { put } = await startGoogle();

    const { status, body } = await put('A1', ['X']);

    expect(status).toBe(400);
    expect(body.error?.message).toContain('(type.googleapis.com/google.protobuf.ListValue), "X"');
    expect(body.error?.details?.[0]?.fieldViolations).toHaveLength(1);
  });

  it('applies values.batchUpdate as a whole or not at all', async () => {
    const { call, id, get } = await startGoogle();
    const path = `/v4/spreadsheets/${id}/values:batchUpdate`;
    const good = { range: 'A1', values: [['a', 'b']] };

    const refused = await call('POST', path, {
      valueInputOption: 'RAW',
      data: [good, { range: 'ZZ1', values: [['x']] }],
    });
    const untouched = await get('A1:B1');
    const applied = await call('POST', path, {
      valueInputOption: 'RAW',
      data: [good, { range: 'A2', values: [['c']] }],
    });

    expect(refused.status).toBe(400);
    expect(untouched.body.values).toBeUndefined();
    expect(applied.body).toMatchObject({
      totalUpdatedRows: 2,
      totalUpdatedColumns: 3,
      totalUpdatedCells: 3,
      totalUpdatedSheets: 1,
      responses: [{ updatedRange: 'Sheet1!A1:B1' }, { updatedRange: 'Sheet1!A2' }],
    });
  });

  it('removes values and keeps formats on clear', async () => {
    const { put, clear, batch, sheet } = await startGoogle();
    await put('A1', [['a']]);
    await batch({
      repeatCell: {
        range: { startRowIndex: 0, endRowIndex: 1, startColumnIndex: 0, endColumnIndex: 1 },
        cell: { userEnteredFormat: { backgroundColor: { red: 1 } } },
        fields: 'userEnteredFormat.backgroundColor',
      },
    });

    const { body } = await clear('Sheet1');
    const after = await sheet('?includeGridData=true&ranges=A1');

    expect(body.clearedRange).toBe('Sheet1!A1:Z1000');
    const cell = after.body.sheets?.[0]?.data?.[0]?.rowData?.[0]?.values?.[0];
    expect(cell?.userEnteredValue).toBeUndefined();
    expect(cell?.userEnteredFormat?.backgroundColor).toEqual({ red: 1 });
  });
});

describe('appending values', () => {
  it('says no tableRange when there was no table, and the table afterwards', async () => {
    const { append } = await startGoogle();

    const first = await append('Sheet1', [['a', 'b']]);
    const second = await append('Sheet1', [['c', 'd']]);

    expect(first.body).toMatchObject({ updates: { updatedRange: 'Sheet1!A1:B1', updatedCells: 2 } });
    expect(first.body.tableRange).toBeUndefined();
    expect(second.body).toMatchObject({
      tableRange: 'Sheet1!A1:B1',
      updates: { updatedRange: 'Sheet1!A2:B2' },
    });
  });

  it('drifts to the right when a blank cell parts the row, unless column A is the anchor', async () => {
    const { append } = await startGoogle();
    await append('Sheet1', [['a', '', 'c']]);

    const drifted = await append('Sheet1', [['a', '', 'c']]);

    expect(drifted.body).toMatchObject({
      tableRange: 'Sheet1!C1',
      updates: { updatedRange: 'Sheet1!C2:E2' },
    });

    const other = await startGoogle();
    await other.append('Sheet1!A1', [['a', '', 'c']]);
    const anchored = await other.append('Sheet1!A1', [['a', '', 'c']]);
    expect(anchored.body).toMatchObject({
      tableRange: 'Sheet1!A1',
      updates: { updatedRange: 'Sheet1!A2:C2' },
    });
  });

  it('grows the grid at the bottom', async () => {
    const { put, append, sheet } = await startGoogle();
    await put('Sheet1!A1000', [['last']]);

    const { body } = await append('Sheet1!A1000', [['one'], ['two']]);
    const after = await sheet();

    expect(body.updates?.updatedRange).toBe('Sheet1!A1001:A1002');
    expect(after.body.sheets?.[0]?.properties?.gridProperties?.rowCount).toBe(1002);
  });

  it('inserts rows and inflates the grid with INSERT_ROWS', async () => {
    const { put, append, sheet, get } = await startGoogle();
    await put('A1', [['a'], [''], ['below']]);

    await append('Sheet1!A1', [['b']], '&insertDataOption=INSERT_ROWS');
    const after = await sheet();

    expect((await get('A1:A4')).body.values).toEqual([['a'], ['b'], [], ['below']]);
    expect(after.body.sheets?.[0]?.properties?.gridProperties?.rowCount).toBe(1001);
  });
});
