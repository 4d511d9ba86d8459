import { resultOfError } from '@movement-etl/lib/delivery';
import { ConfigError, PermanentError, TransientError } from '@movement-etl/lib/errors';
import { expect, it } from 'vitest';

it('lets the next run try again what failed for a passing reason', () => {
  const error = new TransientError('answered 503', { facts: { httpStatus: 503 } });

  expect(resultOfError(error)).toEqual({ outcome: 'retry', errors: 'answered 503', httpStatus: 503 });
});

it('takes a refusal for an outcome', () => {
  expect(resultOfError(new PermanentError('refused'))).toEqual({
    outcome: 'failed',
    errors: 'refused',
    httpStatus: null,
  });
});

it.each([new ConfigError('wrong key'), new Error('stopped'), 'no error at all'])('passes on %s', (error) => {
  expect(() => resultOfError(error)).toThrow(error instanceof Error ? error.message : error);
});
