import { expect, test } from 'vitest';
import { findMisfit, findMisfitInRows } from '../../../../lib/connectors/mobilize/row-shape.ts';

const shape = { id: 'integer', attended: 'boolean', person: { name: 'string', emails: 'list' } } as const;

test.each([
  { id: 1, attended: null, person: { name: 'Ana', emails: [] }, unknown: {} },
  { id: null, person: null },
  {},
])('takes a row whose fields fit, are null or are absent: %j', (row) => {
  expect(findMisfit(row, shape)).toBeUndefined();
});

test.each([
  [{ id: 1.5 }, 'id: expected integer'],
  [{ attended: 'true' }, 'attended: expected boolean'],
  [{ person: [] }, 'person: expected object'],
  [{ person: { emails: {} } }, 'person.emails: expected list'],
  [[], 'expected object'],
  ['x', 'expected object'],
])('names the field of %j and not its value', (row, problem) => {
  expect(findMisfit(row, shape)).toBe(problem);
});

test('counts rows from 1', () => {
  expect(findMisfitInRows([{}, { id: 'x' }], shape)).toBe('row 2, id: expected integer');
});
