import { describe, expect, it } from 'vitest';
import { startGoogle } from './harness.ts';

const range = (
  startRowIndex: number,
  endRowIndex: number,
  startColumnIndex: number,
  endColumnIndex: number,
) => ({
  sheetId: 0,
  startRowIndex,
  endRowIndex,
  startColumnIndex,
  endColumnIndex,
});
const abc = [
  ['a1', 'b1', 'c1'],
  ['a2', 'b2', 'c2'],
  ['a3', 'b3', 'c3'],
];

describe('the other kinds of requests', () => {
  it.each([
    [
      'insertRange',
      { range: range(1, 2, 0, 1), shiftDimension: 'ROWS' },
      [['a1', 'b1', 'c1'], ['', 'b2', 'c2'], ['a2', 'b3', 'c3'], ['a3']],
    ],
    [
      'insertRange',
      { range: range(1, 2, 0, 1), shiftDimension: 'COLUMNS' },
      [
        ['a1', 'b1', 'c1'],
        ['', 'a2', 'b2', 'c2'],
        ['a3', 'b3', 'c3'],
      ],
    ],
    [
      'deleteRange',
      { range: range(0, 1, 0, 2), shiftDimension: 'ROWS' },
      [
        ['a2', 'b2', 'c1'],
        ['a3', 'b3', 'c2'],
        ['', '', 'c3'],
      ],
    ],
    [
      'deleteRange',
      { range: range(0, 1, 0, 2), shiftDimension: 'COLUMNS' },
      [['c1'], ['a2', 'b2', 'c2'], ['a3', 'b3', 'c3']],
    ],
    [
      'mergeCells',
      { range: range(0, 2, 0, 2), mergeType: 'MERGE_ALL' },
      [
        ['a1', '', 'c1'],
        ['', '', 'c2'],
        ['a3', 'b3', 'c3'],
      ],
    ],
    [
      'sortRange',
      { range: range(0, 3, 0, 1), sortSpecs: [{ dimensionIndex: 0, sortOrder: 'DESCENDING' }] },
      [
        ['a3', 'b1', 'c1'],
        ['a2', 'b2', 'c2'],
        ['a1', 'b3', 'c3'],
      ],
    ],
    [
      'copyPaste',
      { source: range(0, 1, 0, 1), destination: range(1, 3, 1, 3) },
      [
        ['a1', 'b1', 'c1'],
        ['a2', 'a1', 'a1'],
        ['a3', 'a1', 'a1'],
      ],
    ],
    [
      'copyPaste',
      { source: range(0, 1, 0, 3), destination: range(0, 1, 0, 1), pasteOrientation: 'TRANSPOSE' },
      [
        ['a1', 'b1', 'c1'],
        ['b1', 'b2', 'c2'],
        ['c1', 'b3', 'c3'],
      ],
    ],
    [
      'pasteData',
      { coordinate: { rowIndex: 1 }, data: '5\t"x\ty"\n=1+1', delimiter: '\t' },
      [
        ['a1', 'b1', 'c1'],
        ['5', 'x\ty', 'c2'],
        ['2', 'b3', 'c3'],
      ],
    ],
    [
      'appendCells',
      { rows: [{ values: [{ userEnteredValue: { numberValue: 4 } }] }], fields: '*' },
      [...abc, ['4']],
    ],
    [
      'deleteDimension',
      { range: { dimension: 'COLUMNS', startIndex: 1, endIndex: 2 } },
      [
        ['a1', 'c1'],
        ['a2', 'c2'],
        ['a3', 'c3'],
      ],
    ],
  ])('%s %j does what it says', async (kind, body, values) => {
    const { put, batch, get } = await startGoogle();
    await put('A1', abc);

    const { status, body: answer } = await batch({ [kind]: body });

    expect([status, answer.replies]).toEqual([200, [{}]]);
    expect((await get('A1:E6')).body.values).toEqual(values);
  });

  it('appendDimension and appendCells grow the grid', async () => {
    const { put, batch, sheet } = await startGoogle();
    await put('A1000', [['last']]);

    await batch(
      { appendDimension: { sheetId: 0, dimension: 'COLUMNS', length: 2 } },
      { appendCells: { rows: [{ values: [{}] }], fields: '*' } },
    );
    const { body } = await sheet('?fields=sheets.properties.gridProperties');

    expect(body.sheets?.[0]?.properties?.gridProperties).toEqual({ rowCount: 1001, columnCount: 28 });
  });

  it('duplicateSheet and sheets.copyTo copy a tab under a new id and title', async () => {
    const { put, batch, get, call, id } = await startGoogle();
    await put('A1', abc);

    const duplicated = await batch({ duplicateSheet: { sourceSheetId: 0, newSheetName: 'Twin' } });
    const copied = await call('POST', `/v4/spreadsheets/${id}/sheets/0:copyTo`, {
      destinationSpreadsheetId: id,
    });
    await put('Sheet1!A1', [['changed']]);

    expect(duplicated.body.replies?.[0]?.duplicateSheet?.properties).toMatchObject({
      title: 'Twin',
      index: 0,
    });
    expect(copied.body).toMatchObject({ title: 'Copy of Sheet1', index: 2 });
    expect((await get('Twin!A1')).body.values).toEqual([['a1']]);
  });

  it('named ranges can be read by their name and move with inserted rows', async () => {
    const { put, batch, get, sheet } = await startGoogle();
    await put('A1', abc);
    const namedRange = { name: 'people', range: range(1, 3, 0, 2) };

    const { body } = await batch({ addNamedRange: { namedRange } });
    const again = await batch({ addNamedRange: { namedRange } });
    await batch({ insertDimension: { range: { dimension: 'ROWS', startIndex: 0, endIndex: 1 } } });

    expect(again.status).toBe(400);
    expect((await get('people')).body).toMatchObject({
      range: 'Sheet1!A3:B4',
      values: [
        ['a2', 'b2'],
        ['a3', 'b3'],
      ],
    });
    const named = (await sheet('?fields=namedRanges')).body.namedRanges?.[0];
    expect(named?.namedRangeId).toBe(body.replies?.[0]?.addNamedRange?.namedRange?.namedRangeId);
  });

  it('updateConditionalFormatRule replaces and moves rules', async () => {
    const { batch, sheet } = await startGoogle();
    const rule = (type: string) => ({
      ranges: [range(0, 1, 0, 1)],
      booleanRule: { condition: { type }, format: { textFormat: { bold: true } } },
    });
    await batch(
      { addConditionalFormatRule: { rule: rule('BLANK'), index: 0 } },
      { addConditionalFormatRule: { rule: rule('NOT_BLANK'), index: 1 } },
    );

    await batch(
      { updateConditionalFormatRule: { index: 0, rule: rule('TEXT_EQ') } },
      { updateConditionalFormatRule: { sheetId: 0, index: 1, newIndex: 0 } },
    );
    const { body } = await sheet('?fields=sheets.conditionalFormats.booleanRule.condition');

    const type = (condition: string) => ({ booleanRule: { condition: { type: condition } } });
    expect(body.sheets?.[0]?.conditionalFormats).toEqual([type('NOT_BLANK'), type('TEXT_EQ')]);
  });

  it('updateDimensionProperties hides and sizes columns', async () => {
    const { batch, sheet } = await startGoogle();
    const columns = { dimension: 'COLUMNS', startIndex: 0, endIndex: 2 };

    await batch({
      updateDimensionProperties: {
        range: columns,
        properties: { pixelSize: 150, hiddenByUser: true },
        fields: '*',
      },
    });
    const { body } = await sheet('?ranges=A1:C1&includeGridData=true');

    expect(body.sheets?.[0]?.data?.[0]?.columnMetadata).toEqual([
      { hiddenByUser: true, pixelSize: 150 },
      { hiddenByUser: true, pixelSize: 150 },
      { pixelSize: 100 },
    ]);
  });

  it('data filters read and write the column that carries metadata, wherever it moved', async () => {
    const { put, batch, call, id, get, control } = await startGoogle();
    await put('A1', abc);
    const place = { dimensionRange: { dimension: 'COLUMNS', startIndex: 1, endIndex: 2 } };
    const developerMetadata = { metadataKey: 'email', location: place, visibility: 'DOCUMENT' };
    await batch({ createDeveloperMetadata: { developerMetadata } });
    const filter = { developerMetadataLookup: { metadataKey: 'email' } };
    const path = `/v4/spreadsheets/${id}/values`;
    await control('google/insert-column', { before: 'A' });

    const read = await call('POST', `${path}:batchGetByDataFilter`, { dataFilters: [filter] });
    const written = await call('POST', `${path}:batchUpdateByDataFilter`, {
      valueInputOption: 'RAW',
      data: [{ dataFilter: filter, values: [['new']] }],
    });
    const spreadsheet = await call(
      'POST',
      `/v4/spreadsheets/${id}:getByDataFilter?fields=sheets.data.startColumn`,
      {
        dataFilters: [filter],
      },
    );

    expect(read.body.valueRanges?.[0]?.valueRange).toMatchObject({
      range: 'Sheet1!C1:C1000',
      values: [['b1'], ['b2'], ['b3']],
    });
    expect(written.body).toMatchObject({ totalUpdatedCells: 1, responses: [{ updatedRange: 'Sheet1!C1' }] });
    expect(spreadsheet.body.sheets?.[0]?.data?.[0]?.startColumn).toBe(2);
    expect((await get('C1')).body.values).toEqual([['new']]);
  });

  it('lets the account change only the protections that it is an editor of', async () => {
    const { batch, put, control } = await startGoogle();
    const added = await batch({ addProtectedRange: { protectedRange: { range: range(0, 1, 0, 1) } } });
    const own = added.body.replies?.[0]?.addProtectedRange?.protectedRange?.protectedRangeId;
    const human = await control('google/protect', { range: 'B1' });
    const other = human.body.replies?.[0]?.addProtectedRange?.protectedRange?.protectedRangeId;

    const write = await put('A1', [['mine']]);
    const removeOther = await batch({ deleteProtectedRange: { protectedRangeId: other } });
    const removeOwn = await batch({ deleteProtectedRange: { protectedRangeId: own } });

    expect([write.status, removeOther.status, removeOwn.status]).toEqual([200, 400, 200]);
  });
});
