import { describe, expect, test } from 'vitest';
import {
  type FormatPlace,
  formatRequests,
  type RowRule,
} from '../../../../lib/connectors/google-sheets/format.ts';
import type { Worksheet } from '../../../../lib/connectors/google-sheets/schema.ts';

const place: FormatPlace = {
  data: { sheetId: 3, startRow: 1, endRow: 100, startColumn: 0, endColumn: 2 },
  columnIndexes: new Map([
    ['id', 0],
    ['attended', 1],
  ]),
};
const red: RowRule = { column: 'attended', equals: false, background: '#f4cccc' };

function worksheetWith(rules: Worksheet['rules']): Worksheet {
  return {
    sheetId: 3,
    title: 'Tab',
    index: 0,
    sheetType: 'GRID',
    hidden: false,
    rowCount: 100,
    columnCount: 5,
    frozenRowCount: 0,
    rules,
    metadata: [],
  };
}

const theirs = { booleanRule: { condition: { type: 'NOT_BLANK' } } };
const ruleOf = (worksheet: Worksheet, rule: RowRule) =>
  formatRequests(worksheet, { rules: [rule] }, place)[0]?.addConditionalFormatRule?.rule ?? {};

describe('conditional rules', () => {
  test.each([
    [false, '=AND(LEN("movement-etl"),ISLOGICAL($B2),NOT($B2))'],
    [true, '=AND(LEN("movement-etl"),ISLOGICAL($B2),$B2)'],
    ['say "no"', '=AND(LEN("movement-etl"),$B2="say ""no""")'],
    [5, '=AND(LEN("movement-etl"),ISNUMBER($B2),$B2=5)'],
  ])('compares with %j by type, because an empty cell equals FALSE and 0', (equals, formula) => {
    const rule = ruleOf(worksheetWith([]), { ...red, equals });

    expect(rule.booleanRule?.condition?.values).toEqual([{ userEnteredValue: formula }]);
  });

  test('are put behind the rules that people have', () => {
    const [request] = formatRequests(worksheetWith([theirs]), { rules: [red] }, place);

    expect(request?.addConditionalFormatRule?.index).toBe(1);
  });

  test('are left alone when they are there already, zeros left out and colours rounded', () => {
    const rule = ruleOf(worksheetWith([]), red);
    const asReadBack = {
      ...rule,
      ranges: [{ sheetId: 3, startRowIndex: 1, endRowIndex: 100, endColumnIndex: 2 }],
      booleanRule: {
        ...rule.booleanRule,
        format: { backgroundColor: { red: 0.95686275, green: 0.8, blue: 0.8 } },
      },
    };

    expect(formatRequests(worksheetWith([theirs, asReadBack]), { rules: [red] }, place)).toEqual([]);
  });

  test('replace the earlier ones in their place, from the highest index down', () => {
    const old = ruleOf(worksheetWith([]), { ...red, equals: 'false' });
    const worksheet = worksheetWith([old, theirs, old]);

    const kinds = formatRequests(worksheet, { rules: [red] }, place).map((request) => [
      request.deleteConditionalFormatRule?.index,
      request.addConditionalFormatRule?.index,
    ]);

    expect(kinds).toEqual([
      [2, undefined],
      [0, undefined],
      [undefined, 0],
    ]);
  });

  test('go with an empty list, and stay when the format does not speak of rules', () => {
    const worksheet = worksheetWith([ruleOf(worksheetWith([]), red)]);

    expect(formatRequests(worksheet, { rules: [] }, place)).toEqual([
      { deleteConditionalFormatRule: { sheetId: 3, index: 0 } },
    ]);
    expect(formatRequests(worksheet, {}, place)).toEqual([]);
  });

  test('are refused for a column that is not written and a colour that is none', () => {
    const format = (rule: RowRule) => () => formatRequests(worksheetWith([]), { rules: [rule] }, place);

    expect(format({ ...red, column: 'nope' })).toThrow(/"nope"/);
    expect(format({ ...red, background: 'red' })).toThrow(/#rrggbb/);
  });
});

test('widths and hidden columns follow the column by its name', () => {
  const requests = formatRequests(
    worksheetWith([]),
    { columnWidths: { attended: 80 }, hiddenColumns: ['id'] },
    place,
  );

  expect(requests).toEqual([
    {
      updateDimensionProperties: {
        range: { sheetId: 3, dimension: 'COLUMNS', startIndex: 1, endIndex: 2 },
        properties: { pixelSize: 80 },
        fields: 'pixelSize',
      },
    },
    {
      updateDimensionProperties: {
        range: { sheetId: 3, dimension: 'COLUMNS', startIndex: 0, endIndex: 1 },
        properties: { hiddenByUser: true },
        fields: 'hiddenByUser',
      },
    },
  ]);
});
