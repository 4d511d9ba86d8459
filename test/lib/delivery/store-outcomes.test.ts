import { type Attempt, storeOutcomes } from '@movement-etl/lib/delivery';
import { expect, it } from 'vitest';

interface ThingAttempt extends Attempt {
  readonly id: number;
}

const attempt: ThingAttempt = {
  id: 7,
  outcome: 'synced',
  errors: null,
  httpStatus: 204,
  payloadHash: 'abc',
  attempt: 1,
  date: new Date('2026-01-01T00:00:00Z'),
};
const options = { runId: 'run-1', ownColumns: ({ id }: ThingAttempt) => ({ thing_id: id }) };

function recorder() {
  const statements: { sql: string; values: readonly unknown[] }[] = [];
  return {
    statements,
    execute: async (sql: string, values: readonly unknown[]) => {
      statements.push({ sql, values });
    },
  };
}

it('writes all attempts in one statement, by column name', async () => {
  const session = recorder();

  await storeOutcomes(
    session,
    'log',
    [attempt, { ...attempt, id: 8, outcome: 'failed', errors: 'no' }],
    options,
  );

  expect(session.statements).toEqual([
    {
      sql: 'INSERT INTO log (thing_id, synced, errors, date, run_id, payload_hash, attempt, http_status, outcome) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9), ($10, $11, $12, $13, $14, $15, $16, $17, $18)',
      values: [
        ...[7, true, null, attempt.date, 'run-1', 'abc', 1, 204, 'synced'],
        ...[8, false, 'no', attempt.date, 'run-1', 'abc', 1, 204, 'failed'],
      ],
    },
  ]);
});

it('cuts an error that is longer than the column', async () => {
  const session = recorder();

  await storeOutcomes(session, 'log', [{ ...attempt, errors: 'x'.repeat(2_000) }], options);

  expect(session.statements[0]?.values[2]).toBe('x'.repeat(999));
});

it('writes nothing when there is nothing', async () => {
  const session = recorder();

  await storeOutcomes(session, 'log', [], options);

  expect(session.statements).toEqual([]);
});

it('parts a long list into statements that the database takes', async () => {
  const session = recorder();

  await storeOutcomes(
    session,
    'log',
    Array.from({ length: 2_500 }, () => attempt),
    options,
  );

  expect(session.statements.map(({ values }) => values.length / 9)).toEqual([1_000, 1_000, 500]);
});
