import { PermanentError } from '@movement-etl/lib/errors';
import fc from 'fast-check';
import pg from 'pg';
import { expect, it } from 'vitest';
import { parseRetryAfter } from '../../../lib/http/retry-after.ts';
import type { Connection } from '../../../lib/warehouse/connection.ts';
import { toWarehouseError } from '../../../lib/warehouse/driver/database-errors.ts';
import { quoteIdentifier } from '../../../lib/warehouse/identifiers.ts';
import { explainLoadError } from '../../../lib/warehouse/redshift/load-errors.ts';
import { parseAccessList } from '../../../lib/warehouse/redshift/parse-access-list.ts';

const text = fc.string({ unit: 'binary', maxLength: 40 });
const odd = fc.oneof(
  text,
  fc.constantFrom(null, undefined, '', '0', 0, -1, 1204, Number.NaN, {}, []),
  fc.jsonValue(),
);

it('Retry-After is a wait within the bounds, or nothing, whatever it says', () => {
  const header = fc.oneof(
    text,
    fc.nat().map(String),
    fc.constantFrom(
      '1e9',
      '-5',
      '0x10',
      '99999999999999999999',
      'Mon, 99 Foo 2026',
      'Wed, 21 Oct 2065 07:28:00 GMT',
    ),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  );
  fc.assert(
    fc.property(header, (given) => {
      const delayMs = parseRetryAfter(given, 60_000);

      expect(delayMs === undefined || (delayMs >= 0 && delayMs <= 60_000), String(delayMs)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('why Redshift refused a load is told, or the refusal stays, whatever its views hold', async () => {
  const refusal = new PermanentError(
    'the warehouse answered: Load into table "t" failed. Check \'stl_load_errors\' system table for details.',
  );
  const row = fc.record(
    {
      file_name: odd,
      line_number: odd,
      column_name: odd,
      column_type: odd,
      error_code: odd,
      error_message: odd,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(row, fc.constant(null)), { maxLength: 3 }), async (rows) => {
      const connection = { executeApart: async () => ({ rows }) } as unknown as Connection;

      const error = await explainLoadError(refusal, connection, quoteIdentifier('t'), 's3://bucket/load/');

      expect(error).toBeInstanceOf(PermanentError);
    }),
    { numRuns: 500 },
  );
});

it('an error of the database becomes one of ours, whatever its fields hold', () => {
  const fields = fc.record(
    { code: text, where: text, detail: text, column: text, table: text, position: text, constraint: text },
    { requiredKeys: [] },
  );
  const code = fc.constantFrom(
    '22P02',
    '42P01',
    '40001',
    '57014',
    'XX000',
    '53300',
    '28000',
    'P0001',
    '22000',
  );
  fc.assert(
    fc.property(text, fields, fc.option(code), (message, given, knownCode) => {
      const error = Object.assign(new pg.DatabaseError(message, message.length, 'error'), given, {
        ...(knownCode === null ? {} : { code: knownCode, where: `COPY t, line 7, column ${message}: "x"` }),
      });

      expect(toWarehouseError(error).name).toMatch(/^(Config|Transient|Permanent|RejectedRow)Error$/);
    }),
    { numRuns: 500 },
  );
});

it('a list of grants is read, not understood, or refused with one of our errors', () => {
  const piece = fc.oneof(
    text,
    fc.constantFrom('ada=rw/owner', 'group "the team"=r*/owner', '=r/o', ',', '"', '""', '=', '/', '*'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      try {
        const grants = parseAccessList(pieces.join(''), 'owner');
        expect(grants === undefined || Array.isArray(grants)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(PermanentError);
      }
    }),
    { numRuns: 500 },
  );
});
