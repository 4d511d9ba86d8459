import { ConfigError, PermanentError, RejectedRowError, TransientError } from '@movement-etl/lib/errors';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { toWarehouseError } from '../../../../lib/warehouse/driver/database-errors.ts';
import { KNOWN_ERRORS, KNOWN_NETWORK_ERRORS } from '../../../../lib/warehouse/driver/error-codes.ts';

function serverError(code: string, fields: Partial<pg.DatabaseError> = {}): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('message of the server', 1, 'error'), { code, ...fields });
}

describe('an error of the database', () => {
  it.each([
    ['28P01', ConfigError],
    ['3D000', ConfigError],
    ['42501', ConfigError],
    ['40001', TransientError],
    ['40P01', TransientError],
    ['53300', TransientError],
    ['55P03', TransientError],
    ['57P01', TransientError],
    ['57P03', TransientError],
    ['08006', TransientError],
    ['42P01', PermanentError],
    ['23505', PermanentError],
    ['22P02', PermanentError],
    ['XX000', PermanentError],
  ])('with the code %s becomes its class', (code, expected) => {
    expect(toWarehouseError(serverError(code))).toBeInstanceOf(expected);
  });

  it.each([
    ['ECONNREFUSED', TransientError],
    ['ECONNRESET', TransientError],
    ['ENOTFOUND', ConfigError],
  ])('of the network, %s, becomes its class', (code, expected) => {
    expect(toWarehouseError(Object.assign(new Error(code), { code }))).toBeInstanceOf(expected);
  });

  it('is transient when the connection ended without a word', () => {
    expect(toWarehouseError(new Error('Connection terminated unexpectedly'))).toBeInstanceOf(TransientError);
  });

  it('names line and column of a COPY, and no value anywhere', () => {
    const thrown = serverError('22P02', {
      message: 'invalid input syntax for type integer: "ada@example.org"',
      where: 'COPY people, line 3, column id: "ada@example.org"',
      detail: 'Failing row contains (ada@example.org).',
    });

    const error = toWarehouseError(thrown);

    expect(error).toBeInstanceOf(RejectedRowError);
    expect(error).toMatchObject({
      rowNumber: 3,
      column: 'id',
      reason: 'a value is not of the type of its column',
    });
    const { cause } = error as { cause: Error };
    const everything = JSON.stringify([error, error.message, error.stack, cause, cause.message, cause.stack]);
    expect(everything).not.toContain('ada@example.org');
    expect(everything).not.toContain('Failing row');
  });

  it('keeps what helps to find a mistake in SQL', () => {
    const error = toWarehouseError(
      serverError('42703', { message: 'column "nme" does not exist', position: '8' }),
    );

    expect(error).toMatchObject({
      message: 'the warehouse answered: column "nme" does not exist (SQLSTATE 42703)',
      facts: { code: '42703', position: 8 },
    });
  });

  it('of our own, or of somebody else, stays what it is', () => {
    const own = new TransientError('own');
    const foreign = new TypeError('a bug');

    expect([toWarehouseError(own), toWarehouseError(foreign)]).toEqual([own, foreign]);
  });

  it('has one entry a code', () => {
    const codes = [...KNOWN_ERRORS, ...KNOWN_NETWORK_ERRORS].map(({ code }) => code);

    expect(codes).toEqual([...new Set(codes)]);
  });
});
