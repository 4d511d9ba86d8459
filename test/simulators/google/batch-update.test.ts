import { describe, expect, it } from 'vitest';
import { startGoogle } from './harness.ts';

const cell = (row: number, column: number) => ({
  sheetId: 0,
  startRowIndex: row,
  endRowIndex: row + 1,
  startColumnIndex: column,
  endColumnIndex: column + 1,
});

describe('spreadsheets.batchUpdate', () => {
  it('applies nothing when one request is bad, and names its index and kind', async () => {
    const { batch, sheet } = await startGoogle();

    const { status, body } = await batch(
      { addSheet: { properties: { title: 'New' } } },
      { addSheet: { properties: { title: 'Sheet1' } } },
    );
    const after = await sheet();

    expect([status, body.error?.message]).toEqual([
      400,
      'Invalid requests[1].addSheet: A sheet with the name "Sheet1" already exists. Please enter another name.',
    ]);
    expect(after.body.sheets).toHaveLength(1);
  });

  it('gives one reply each in their order, empty where there is nothing to say', async () => {
    const { batch, id } = await startGoogle();

    const { body } = await batch(
      { updateSheetProperties: { properties: { sheetId: 0, title: 'People' }, fields: 'title' } },
      { addSheet: { properties: { title: 'New', gridProperties: { rowCount: 5, columnCount: 3 } } } },
    );

    expect(body).toEqual({
      spreadsheetId: id,
      replies: [
        {},
        {
          addSheet: {
            properties: {
              sheetId: expect.any(Number),
              title: 'New',
              index: 1,
              sheetType: 'GRID',
              gridProperties: { rowCount: 5, columnCount: 3 },
            },
          },
        },
      ],
    });
    expect(Number(body.replies?.[1]?.addSheet?.properties?.sheetId)).toBeGreaterThan(0);
  });

  it('refuses unknown kinds and unknown fields before it applies anything', async () => {
    const { batch } = await startGoogle();

    const kind = await batch({ paintItRed: {} });
    const field = await batch({ repeatCell: { range: { sheetid: 0 }, fields: '*' } });
    const grid = await batch({ deleteSheet: { sheetId: 7 } });

    expect(kind.body.error?.message).toBe(
      'Invalid JSON payload received. Unknown name "paintItRed" at \'requests[0]\': Cannot find field.',
    );
    expect(field.body.error?.message).toBe(
      'Invalid JSON payload received. Unknown name "sheetid" at \'requests[0].repeat_cell.range\': Cannot find field.',
    );
    expect(grid.body.error?.message).toBe('Invalid requests[0].deleteSheet: No grid with id: 7');
  });

  it('shows sheetId and index even when they are 0, and no other zero', async () => {
    const { batch, sheet } = await startGoogle();
    const update = (frozenRowCount: number) => ({
      updateSheetProperties: {
        properties: { sheetId: 0, gridProperties: { frozenRowCount } },
        fields: 'gridProperties.frozenRowCount',
      },
    });

    await batch(update(1));
    const frozen = await sheet('?fields=sheets.properties');
    await batch(update(0));
    const thawed = await sheet('?fields=sheets/properties');

    expect(frozen.body.sheets?.[0]?.properties?.gridProperties).toEqual({
      rowCount: 1000,
      columnCount: 26,
      frozenRowCount: 1,
    });
    expect(thawed.body.sheets?.[0]?.properties).toEqual({
      sheetId: 0,
      title: 'Sheet1',
      index: 0,
      sheetType: 'GRID',
      gridProperties: { rowCount: 1000, columnCount: 26 },
    });
  });

  it('stacks the same conditional rule on each add, and gives the removed one back', async () => {
    const { batch, sheet } = await startGoogle();
    const rule = {
      ranges: [{ sheetId: 0, startRowIndex: 1 }],
      booleanRule: {
        condition: { type: 'CUSTOM_FORMULA', values: [{ userEnteredValue: '=$H2="false"' }] },
        format: { backgroundColor: { red: 1, green: 0, blue: 0 } },
      },
    };

    await batch({ addConditionalFormatRule: { rule, index: 0 } });
    await batch({ addConditionalFormatRule: { rule, index: 0 } });
    const stacked = await sheet('?fields=sheets.conditionalFormats');
    const { body } = await batch({ deleteConditionalFormatRule: { sheetId: 0, index: 1 } });

    const stored = {
      ranges: [{ startRowIndex: 1 }],
      booleanRule: {
        condition: { type: 'CUSTOM_FORMULA', values: [{ userEnteredValue: '=$H2="false"' }] },
        format: { backgroundColor: { red: 1 }, backgroundColorStyle: { rgbColor: { red: 1 } } },
      },
    };
    expect(stacked.body.sheets?.[0]?.conditionalFormats).toEqual([stored, stored]);
    expect(body.replies).toEqual([{ deleteConditionalFormatRule: { rule: stored } }]);
  });

  it('stores a basic filter with its bounds filled in, and replaces the former one', async () => {
    const { batch, sheet } = await startGoogle();

    await batch({ setBasicFilter: { filter: { range: { sheetId: 0, startRowIndex: 3 } } } });
    await batch({ setBasicFilter: { filter: { range: { sheetId: 0, endColumnIndex: 4 } } } });
    const { body } = await sheet('?fields=sheets.basicFilter');

    expect(body.sheets?.[0]?.basicFilter).toEqual({
      range: { startRowIndex: 0, endRowIndex: 1000, startColumnIndex: 0, endColumnIndex: 4 },
    });
  });

  it('wipes the masked fields of a range that is larger than its rows', async () => {
    const { batch, put, get } = await startGoogle();
    await put('A1', [
      ['a', 'b'],
      ['c', 'd'],
    ]);

    await batch({
      updateCells: {
        range: { sheetId: 0, startRowIndex: 0, endRowIndex: 2, startColumnIndex: 0, endColumnIndex: 2 },
        rows: [{ values: [{ userEnteredValue: { stringValue: '=not a formula' } }] }],
        fields: 'userEnteredValue',
      },
    });

    expect((await get('A1:B2', '?valueRenderOption=FORMULA')).body.values).toEqual([['=not a formula']]);
  });

  it('copies values of a staging tab over a tab and leaves its formats and notes', async () => {
    const { batch, put, get, sheet } = await startGoogle();
    await put('A1', [['old', 'old', 'old']]);
    await batch(
      { addSheet: { properties: { sheetId: 9, title: 'Staging', hidden: true } } },
      { repeatCell: { range: cell(0, 0), cell: { note: 'mine' }, fields: 'note' } },
    );
    await put('Staging!A1', [['new', '', 5]]);

    await batch(
      {
        copyPaste: {
          source: { sheetId: 9, startRowIndex: 0, endRowIndex: 1, startColumnIndex: 0, endColumnIndex: 3 },
          destination: {
            sheetId: 0,
            startRowIndex: 0,
            endRowIndex: 1,
            startColumnIndex: 0,
            endColumnIndex: 3,
          },
          pasteType: 'PASTE_VALUES',
        },
      },
      { deleteSheet: { sheetId: 9 } },
    );
    const after = await sheet('?ranges=A1&includeGridData=true');

    expect((await get('A1:C1', '?valueRenderOption=UNFORMATTED_VALUE')).body.values).toEqual([
      ['new', '', 5],
    ]);
    expect(after.body.sheets?.[0]?.data?.[0]?.rowData?.[0]?.values?.[0]?.note).toBe('mine');
  });

  it('creates developer metadata once for an id, finds it, changes it, and drops it with its tab', async () => {
    const { batch, call, id } = await startGoogle();
    const lookup = { developerMetadataLookup: { metadataId: 77 } };
    const create = {
      createDeveloperMetadata: {
        developerMetadata: {
          metadataId: 77,
          metadataKey: 'watermark',
          metadataValue: '1',
          location: { sheetId: 5 },
          visibility: 'DOCUMENT',
        },
      },
    };
    await batch({ addSheet: { properties: { sheetId: 5, title: 'Log' } } }, create);

    const twice = await batch({ addSheet: { properties: { title: 'Unmade' } } }, create);
    const update = await batch({
      updateDeveloperMetadata: {
        dataFilters: [lookup],
        developerMetadata: { metadataValue: '2' },
        fields: 'metadataValue',
      },
    });
    const search = `/v4/spreadsheets/${id}/developerMetadata:search`;
    const found = await call('POST', search, { dataFilters: [lookup] });
    const read = await call('GET', `/v4/spreadsheets/${id}/developerMetadata/77`);
    await batch({ deleteSheet: { sheetId: 5 } });
    const gone = await call('POST', search, { dataFilters: [lookup] });

    expect(twice.status).toBe(400);
    expect(update.body.replies?.[0]?.updateDeveloperMetadata?.developerMetadata).toHaveLength(1);
    expect(found.body.matchedDeveloperMetadata?.[0]?.developerMetadata).toEqual(read.body);
    expect(read.body).toEqual({
      metadataId: 77,
      metadataKey: 'watermark',
      metadataValue: '2',
      location: { locationType: 'SHEET', sheetId: 5 },
      visibility: 'DOCUMENT',
    });
    expect(gone.body).toEqual({});
  });

  it.each([
    ['all rows', { sheetId: 0, dimension: 'ROWS' }, "You can't delete all the rows on the sheet."],
    [
      'all rows below the frozen ones',
      { sheetId: 0, dimension: 'ROWS', startIndex: 1 },
      'Sorry, it is not possible to delete all non-frozen rows.',
    ],
  ])('refuses to delete %s', async (_case, range, message) => {
    const { batch } = await startGoogle();
    const frozen = {
      properties: { gridProperties: { frozenRowCount: 1 } },
      fields: 'gridProperties.frozenRowCount',
    };
    await batch({ updateSheetProperties: frozen });

    const { body } = await batch({ deleteDimension: { range } });

    expect(body.error?.message).toBe(`Invalid requests[0].deleteDimension: ${message}`);
  });

  it('refuses to hide or delete the last visible tab', async () => {
    const { batch } = await startGoogle();

    const hide = await batch({ updateSheetProperties: { properties: { hidden: true }, fields: 'hidden' } });
    const remove = await batch({ deleteSheet: { sheetId: 0 } });

    expect(hide.body.error?.message).toContain("You can't hide all the sheets in a document.");
    expect(remove.status).toBe(400);
  });

  it('refuses a write to a range that somebody protected', async () => {
    const { batch, put, control } = await startGoogle();
    await control('google/protect', { range: 'A1:B2' });

    const byValues = await put('B2', [['x']]);
    const byRequest = await batch({
      repeatCell: { range: cell(0, 0), cell: {}, fields: 'userEnteredValue' },
    });
    const beside = await put('C3', [['x']]);

    expect([byValues.status, byRequest.status, beside.status]).toEqual([400, 400, 200]);
    expect(byRequest.body.error?.message).toMatch(
      /^Invalid requests\[0\]\.repeatCell: You are trying to edit a protected cell/,
    );
  });

  it('follows inserted columns in rules, filters, formulas and metadata', async () => {
    const { batch, put, sheet, get, control } = await startGoogle();
    await put('A1', [['a', 'b'], ['=B1&"!"']], 'USER_ENTERED');
    await batch(
      { setBasicFilter: { filter: { range: { endRowIndex: 2, startColumnIndex: 1, endColumnIndex: 2 } } } },
      {
        addConditionalFormatRule: {
          rule: {
            ranges: [{ startColumnIndex: 1, endColumnIndex: 3 }],
            booleanRule: {
              condition: { type: 'CUSTOM_FORMULA', values: [{ userEnteredValue: '=$B1="b"' }] },
            },
          },
        },
      },
    );

    await control('google/insert-column', { before: 'B' });
    const { body } = await sheet('?fields=sheets(conditionalFormats,basicFilter)');

    expect((await get('A2', '?valueRenderOption=FORMULA')).body.values).toEqual([['=C1&"!"']]);
    expect(body.sheets?.[0]?.basicFilter?.range).toMatchObject({ startColumnIndex: 2, endColumnIndex: 3 });
    expect(body.sheets?.[0]?.conditionalFormats?.[0]).toMatchObject({
      ranges: [{ startColumnIndex: 2, endColumnIndex: 4 }],
      booleanRule: { condition: { values: [{ userEnteredValue: '=$C1="b"' }] } },
    });
  });

  it('shows entered and effective formats, conditional rules applied, and notes in grid data', async () => {
    const { batch, put, sheet } = await startGoogle();
    await put('A1', [[false], [''], [true]]);
    const formula = '=AND(LEN("movement-etl"),ISLOGICAL($A1),NOT($A1))';
    await batch({
      addConditionalFormatRule: {
        rule: {
          ranges: [{ startRowIndex: 0 }],
          booleanRule: {
            condition: { type: 'CUSTOM_FORMULA', values: [{ userEnteredValue: formula }] },
            format: { backgroundColor: { red: 1 } },
          },
        },
      },
    });

    const { body } = await sheet('?ranges=A1:A3&includeGridData=true');
    const rows = body.sheets?.[0]?.data?.[0]?.rowData;

    expect(rows?.[0]?.values?.[0]).toMatchObject({
      userEnteredValue: { boolValue: false },
      effectiveValue: { boolValue: false },
      formattedValue: 'FALSE',
      effectiveFormat: { backgroundColor: { red: 1 } },
    });
    expect(rows?.[0]?.values?.[0]?.userEnteredFormat).toBeUndefined();
    expect(rows?.[2]?.values?.[0]?.effectiveFormat?.backgroundColor).toEqual({ red: 1, green: 1, blue: 1 });
  });

  it('selects fields by mask and refuses a bad one with field violations', async () => {
    const { sheet, id } = await startGoogle();

    const good = await sheet('?fields=spreadsheetId,sheets.properties(sheetId,title)');
    const bad = await sheet('?fields=sheets.nope');

    expect(good.body).toEqual({
      spreadsheetId: id,
      sheets: [{ properties: { sheetId: 0, title: 'Sheet1' } }],
    });
    expect(bad.status).toBe(400);
    expect(bad.body.error?.details?.[0]?.fieldViolations?.[0]?.field).toBe('fields');
  });
});
