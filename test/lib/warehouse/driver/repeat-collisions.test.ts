import { TransientError } from '@movement-etl/lib/errors';
import { silentLogger } from '@movement-etl/lib/logging';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { toWarehouseError } from '../../../../lib/warehouse/driver/database-errors.ts';
import { repeatCollisions } from '../../../../lib/warehouse/driver/repeat-collisions.ts';

const answer = (message: string, fields: Partial<pg.DatabaseError> = {}) =>
  toWarehouseError(Object.assign(new pg.DatabaseError(message, 1, 'error'), { code: 'XX000', ...fields }));

const COLLISIONS: readonly [string, Error][] = [
  [
    '1023',
    answer('1023', {
      detail: 'Serializable isolation violation on table - 1, transactions forming the cycle',
    }),
  ],
  ['1023 in the message', answer('1023 DETAIL: Serializable isolation violation on table in Redshift')],
  ['1018', answer('1018 DETAIL: Relation does not exist')],
  ['a deadlock', answer('deadlock detected', { code: '40P01' })],
];

/** Work that fails some times, and how often it was done. */
function failing(error: Error, times: number) {
  const work = { tries: 0, run: async () => (++work.tries <= times ? Promise.reject(error) : 'done') };
  return work;
}

describe('work that may be run again', () => {
  it.each(COLLISIONS)('is, after %s', async (_what, error) => {
    const work = failing(error, 2);

    expect(error).toBeInstanceOf(TransientError);
    expect(await repeatCollisions(silentLogger, work.run)).toBe('done');
    expect(work.tries).toBe(3);
  });

  it('is given up after three tries, with the error', async () => {
    const error = COLLISIONS[0]?.[1] ?? new Error();
    const work = failing(error, 9);

    await expect(repeatCollisions(silentLogger, work.run)).rejects.toBe(error);
    expect(work.tries).toBe(3);
  });

  it.each([
    ['a lost connection', new TransientError('lost', { facts: { code: '08006' } })],
    ['another answer of the server', answer('relation "t" does not exist', { code: '42P01' })],
    ['an error that only mentions the number', answer('value 1023 is out of range')],
    ['a mistake of ours', new TypeError('x')],
  ])('is not run again after %s', async (_what, error) => {
    const work = failing(error, 1);

    await expect(repeatCollisions(silentLogger, work.run)).rejects.toBe(error);
    expect(work.tries).toBe(1);
  });
});
