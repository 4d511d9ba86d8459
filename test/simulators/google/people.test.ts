import { describe, expect, it } from 'vitest';
import { startGoogle } from './harness.ts';

describe('a person who edits between two calls', () => {
  it('inserts and deletes rows and columns', async () => {
    const { put, get, control } = await startGoogle();
    await put('A1', [
      ['a', 'b'],
      ['c', 'd'],
    ]);

    await control('google/insert-column', { before: 'B' });
    await control('google/insert-row', { before: 2 });
    const inserted = await get('A1:C3');
    await control('google/delete-column', { column: 'A' });
    await control('google/delete-row', { row: 1 });

    expect(inserted.body.values).toEqual([['a', '', 'b'], [], ['c', '', 'd']]);
    expect((await get('A1:C3')).body.values).toEqual([[], ['', 'd']]);
  });

  it('sorts a range and takes formats and notes along', async () => {
    const { put, get, control, sheet } = await startGoogle();
    await put('A1', [['name'], ['b'], [3], [''], ['A'], [true]]);
    await control('google/set-note', { cell: 'A2', note: 'with b' });

    await control('google/sort', { range: 'A2:A6', by: 'A' });
    const { body } = await sheet('?ranges=A5&includeGridData=true');

    expect((await get('A1:A6')).body.values).toEqual([['name'], ['3'], ['A'], ['b'], ['TRUE']]);
    expect(
      (await sheet('?ranges=A4&includeGridData=true')).body.sheets?.[0]?.data?.[0]?.rowData?.[0]?.values?.[0]
        ?.note,
    ).toBe('with b');
    expect(body.sheets?.[0]?.data?.[0]?.rowData?.[0]?.values?.[0]?.note).toBeUndefined();
  });

  it('renames a tab, so that its old title no longer parses and formulas follow', async () => {
    const { batch, put, get, control } = await startGoogle();
    await batch({ addSheet: { properties: { title: 'Other' } } });
    await put('Other!A1', [['=Sheet1!A1']], 'USER_ENTERED');

    await control('google/rename-tab', { tab: 'Sheet1', title: 'My People' });
    const old = await get('Sheet1!A1');

    expect(old.body.error?.message).toBe('Unable to parse range: Sheet1!A1');
    expect((await get('Other!A1', '?valueRenderOption=FORMULA')).body.values).toEqual([["='My People'!A1"]]);
  });

  it('deletes a tab, so that formulas which looked at it break', async () => {
    const { batch, put, get, control } = await startGoogle();
    await batch({ addSheet: { properties: { title: 'Other' } } });
    await put('Sheet1!A1', [['=Other!A1']], 'USER_ENTERED');

    await control('google/delete-tab', { tab: 'Other' });

    expect((await get('A1')).body.values).toEqual([['#REF!']]);
    expect((await get('Other!A1')).status).toBe(400);
  });

  it('hides a column, colours and types into a cell', async () => {
    const { control, sheet } = await startGoogle();

    await control('google/hide-column', { column: 'B' });
    await control('google/set-colour', { cells: 'A1', colour: '#00ff00' });
    await control('google/set-cell', { cell: 'A1', value: '12' });
    const { body } = await sheet('?ranges=A1:B1&includeGridData=true');

    const data = body.sheets?.[0]?.data?.[0];
    expect(data?.columnMetadata).toEqual([{ pixelSize: 100 }, { hiddenByUser: true, pixelSize: 100 }]);
    expect(data?.rowData?.[0]?.values?.[0]).toMatchObject({
      userEnteredValue: { numberValue: 12 },
      userEnteredFormat: { backgroundColor: { green: 1 } },
    });
  });

  it('is told what is wrong with a control request', async () => {
    const { control } = await startGoogle();

    const column = await control('google/insert-column', { before: '7' });
    const tab = await control('google/delete-tab', { tab: 'Nope' });

    expect([column.status, tab.status]).toEqual([400, 400]);
    expect(tab.body.error).toBe('there is no tab Nope');
  });
});

describe('the state of the Google simulator', () => {
  it('survives a way through JSON: cells, formats, notes, rules, metadata, files, tokens and the key', async () => {
    const { put, batch, google, get, sheet, control, call, id } = await startGoogle();
    await put('A1', [['a', 5, true, '=B1+1']], 'USER_ENTERED');
    await control('google/set-note', { cell: 'C9', note: 'a note' });
    await batch({
      repeatCell: {
        range: { startRowIndex: 0, endRowIndex: 50 },
        cell: { userEnteredFormat: { textFormat: { bold: true } } },
        fields: 'userEnteredFormat.textFormat.bold',
      },
    });
    const before = await sheet('?includeGridData=true');
    const key = google.serviceAccountKey();
    const saved = JSON.stringify(google.snapshot());

    google.reset();
    const reset = await call('GET', `/v4/spreadsheets/${id}/values/A1`);
    google.restore(JSON.parse(saved));

    expect(reset.status).toBe(401);
    expect((await sheet('?includeGridData=true')).body).toEqual(before.body);
    expect((await get('D1')).body.values).toEqual([['6']]);
    expect(google.serviceAccountKey()).toEqual(key);
  });

  it('draws ids that are still free after a restart, though its numbers come again', async () => {
    const first = await startGoogle();
    const protect = (simulator: typeof first) => simulator.control('google/protect', { range: 'A1' });
    const before = await protect(first);
    const second = await startGoogle();
    second.google.restore(JSON.parse(JSON.stringify(first.google.snapshot())));

    const after = await protect(second);

    const idOf = (answer: typeof before) =>
      answer.body.replies?.[0]?.addProtectedRange?.protectedRange?.protectedRangeId;
    expect(idOf(after)).toBeTypeOf('number');
    expect(idOf(after)).not.toBe(idOf(before));
  });

  it('shows a window of a tab as it looks, and a list of spreadsheets', async () => {
    const { put, control, call, id } = await startGoogle();
    await put('A1', [['<b>name</b>', '=1+1']], 'USER_ENTERED');
    await control('google/set-colour', { cells: 'A1', colour: '#ff0000' });
    const state = '/__control/state/google';

    const list = await call('GET', state, undefined, null);
    const view = await call(
      'GET',
      `${state}?spreadsheetId=${id}&sheetId=0&startRow=0&rows=2`,
      undefined,
      null,
    );

    expect(list.body.spreadsheets).toHaveLength(3);
    expect(view.body.rows?.[0]?.cells?.[0]).toEqual({ text: '<b>name</b>', background: '#ff0000' });
    expect(view.body.rows?.[0]?.cells?.[1]).toEqual({ text: '2', kind: 'number', formula: '=1+1' });
  });
});
