import { expect, test } from 'vitest';
import { DeliveredRows } from '../../../../lib/connectors/mobilize/delivered-rows.ts';

interface Row {
  readonly id: number | null;
  readonly at: number;
}

const create = () => new DeliveredRows<Row>({ id: (row) => row.id, changedAt: (row) => row.at }, 10);

test('gives a row once, and again only when it is newer', () => {
  const delivered = create();

  expect(delivered.takeNew([{ id: 1, at: 5 }])).toHaveLength(1);
  expect(delivered.takeNew([{ id: 1, at: 5 }])).toHaveLength(0);
  expect(delivered.takeNew([{ id: 1, at: 6 }])).toHaveLength(1);
  expect(delivered.takeMissed([{ id: 1, at: 4 }])).toHaveLength(0);
  expect(delivered.count).toBe(1);
});

test('gives every row without an id, and of a list read again those with new content', () => {
  const delivered = create();
  const row = { id: null, at: 5 };

  expect(delivered.takeNew([row, row])).toHaveLength(2);
  expect(delivered.takeMissed([row, { id: null, at: 6 }])).toEqual([{ id: null, at: 6 }]);
  expect(delivered.count).toBe(3);
});
