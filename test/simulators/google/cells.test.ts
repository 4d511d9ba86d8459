import { describe, expect, it } from 'vitest';
import { columnIndex, columnName } from '../../../simulators/google/sheets/a1.ts';
import { writeValues } from '../../../simulators/google/sheets/cells/rows.ts';
import { parseUserEntered } from '../../../simulators/google/sheets/cells/user-entered.ts';
import { Evaluator } from '../../../simulators/google/sheets/formulas/evaluate.ts';
import {
  offsetFormula,
  retitleFormula,
  shiftFormula,
} from '../../../simulators/google/sheets/formulas/rewrite.ts';
import { createSheet, createSpreadsheet } from '../../../simulators/google/sheets/model.ts';
import { parseOperation } from '../../../simulators/google/sheets/operation.ts';
import { displayNumber } from '../../../simulators/google/sheets/render/number-format.ts';

describe('column names', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [18_277, 'ZZZ'],
  ])('%i is %s, both ways', (index, name) => {
    expect([columnName(index), columnIndex(name)]).toEqual([name, index]);
  });
});

describe('typing into a cell', () => {
  it.each([
    ['text', 'text'],
    ['007', 7],
    ['1,234.50', 1234.5],
    ['-5', -5],
    ['$3', 3],
    ['50%', 0.5],
    ['1e3', 1000],
    ['false', false],
    ['2020-01-01', 43831],
    ['1/2', 46024],
    ['12:00', 0.5],
    ['2020-01-01 18:00', 43831.75],
    ["'007", '007'],
    ['13/45/2020', '13/45/2020'],
    ['=A1', { formula: '=A1' }],
    ['+A1', { formula: '=+A1' }],
    ['+15125550101', 15125550101],
  ])('%s gives %j', (text, value) => {
    expect(parseUserEntered(text, { currentYear: 2026 }).value).toEqual(value);
  });
});

describe('number formats', () => {
  it.each([
    [1234.5, { type: 'NUMBER', pattern: '#,##0.00' }, '1,234.50'],
    [0.255, { type: 'PERCENT', pattern: '0.0%' }, '25.5%'],
    [-3, { type: 'CURRENCY' }, '-$3.00'],
    [43831.5, { type: 'DATE_TIME', pattern: 'yyyy-mm-dd hh:mm:ss' }, '2020-01-01 12:00:00'],
    [43831.504, { type: 'TIME', pattern: 'h:mm am/pm' }, '12:05 PM'],
    [43831, { type: 'DATE', pattern: 'mmm d, yyyy' }, 'Jan 1, 2020'],
    [12345, { type: 'SCIENTIFIC' }, '1.23E+04'],
    [5, { type: 'TEXT' }, '5'],
    [0.1 + 0.2, undefined, '0.3'],
  ])('shows %d by %j as %s', (value, format, text) => {
    expect(displayNumber(value, format)).toBe(text);
  });
});

describe('formulas', () => {
  const sheet = createSheet(0, 'Sheet1');
  writeValues(sheet, 0, 0, [
    ['x', 2, true],
    ['X', 3, false],
    [{ formula: '=A4' }, { formula: '=Other!A1' }],
    [{ formula: '=A3' }],
  ]);
  const spreadsheet = createSpreadsheet('id', 'Title', [sheet]);

  it.each([
    ['=SUM(B1:B2)*2^2', 20],
    ['=COUNTA(A1:A2)', 2],
    ['=COUNTIF(A:A,"x")', 2],
    ['=COUNTIF(B1:B2,">2")', 1],
    ['=IF(C1,"yes","no")&"!"', 'yes!'],
    ['=AND(LEN("movement-etl"),ISLOGICAL($C2),NOT($C2))', true],
    ['=AND(LEN("movement-etl"),ISLOGICAL($D2),NOT($D2))', false],
    ['=AND(LEN("movement-etl"),$A1="x")', true],
    ['=$C2="false"', false],
    ['=-B1+10%', -1.9],
    ['=IFERROR(1/0,"none")', 'none'],
    ['=1/0', { error: '#DIV/0!' }],
    ['=IMPORTXML("https://example.org","//a")', { error: '#NAME?' }],
    ['=(1', { error: '#ERROR!' }],
    ['=Other!A1', { error: '#REF!' }],
    ['=A3', { error: '#REF!' }],
  ])('%s is %j', (formula, value) => {
    expect(new Evaluator(spreadsheet).compute(formula, sheet)).toEqual(value);
  });

  it('follow copies, inserted and deleted columns, and titles', () => {
    expect(offsetFormula('=A1+$A$1+A$1&"A1"', 1, 2)).toBe('=C2+$A$1+C$1&"A1"');
    expect(offsetFormula('=A1', -1, 0)).toBe('=#REF!');
    const inserted = { dimension: 'COLUMNS', index: 1, added: 2 } as const;
    expect(shiftFormula('=SUM(A1:C1)+B:B', 'Own', 'own', inserted)).toBe('=SUM(A1:E1)+D:D');
    expect(shiftFormula("='My Tab'!B1+B1", 'Own', 'My Tab', inserted)).toBe("='My Tab'!D1+B1");
    const deleted = { dimension: 'ROWS', index: 0, added: -1 } as const;
    expect(shiftFormula('=A1+A2', 'Own', 'Own', deleted)).toBe('=#REF!+A1');
    expect(retitleFormula('=Old!A1+A1', 'Old', 'A new one')).toBe("='A new one'!A1+A1");
  });
});

describe('the paths of Sheets', () => {
  it.each([
    ['GET', '/v4/spreadsheets/ID', 'get', ''],
    ['POST', '/v4/spreadsheets', 'create', ''],
    ['POST', '/v4/spreadsheets/ID:batchUpdate', 'batchUpdate', ''],
    ['POST', '/v4/spreadsheets/ID/values/%27My%20Tab%27%21A1%3AZ:append', 'valuesAppend', "'My Tab'!A1:Z"],
    ['POST', '/v4/spreadsheets/ID/values/A1:B2:clear', 'valuesClear', 'A1:B2'],
    ['PUT', '/v4/spreadsheets/ID/values/A1:B2', 'valuesUpdate', 'A1:B2'],
    ['GET', '/v4/spreadsheets/ID/values:batchGet', 'valuesBatchGet', ''],
    ['POST', '/v4/spreadsheets/ID/sheets/7:copyTo', 'copyTo', ''],
    ['POST', '/v4/spreadsheets/ID/developerMetadata:search', 'metadataSearch', ''],
  ])('%s %s is %s of "%s"', (httpMethod, path, method, range) => {
    expect(parseOperation(httpMethod, path)).toMatchObject({ method, range });
  });

  it('knows no other verbs', () => {
    expect(parseOperation('POST', '/v4/spreadsheets/ID:explode')).toBeUndefined();
    expect(parseOperation('DELETE', '/v4/spreadsheets/ID')).toBeUndefined();
  });
});
