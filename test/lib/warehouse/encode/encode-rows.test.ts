import { Buffer } from 'node:buffer';
import { RejectedRowError } from '@movement-etl/lib/errors';
import { RejectedRows, Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';
import { createEncoder } from '../../../../lib/warehouse/encode/create-encoder.ts';
import { createTally, type EncodingPlan, encodeRows } from '../../../../lib/warehouse/encode/encode-rows.ts';

const plan: EncodingPlan = {
  describeColumn: (name) =>
    name === 'id'
      ? { name, encode: createEncoder({ kind: 'integer', bits: 32 }), whyRequired: 'is empty' }
      : { name, encode: createEncoder({ kind: 'varchar', bytes: 200 }) },
};

async function encode(rows: readonly object[], columns: readonly string[], more: Partial<EncodingPlan> = {}) {
  const tally = createTally();
  await using reading = await Table.fromRows(rows, { columns }).open();
  const encoded = encodeRows(reading, { ...plan, ...more }, tally);
  const chunks: Buffer[] = [];
  for await (const chunk of encoded.chunks) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString(), chunks, tally, columns: encoded.columns };
}

describe('encodeRows', () => {
  it('writes null and left-out cells as nothing, and leaves out keys that are no column', async () => {
    const { text } = await encode(
      [{ id: 1, name: null, other: 'x' }, { id: 2 }, { id: 3, name: '' }],
      ['id', 'name'],
    );

    expect(text).toBe('1,\n2,\n3,""\n');
  });

  it('numbers the rows of the input, rejected ones included', async () => {
    const rejected = new RejectedRows();

    const { text, columns, tally } = await encode([{ id: 1 }, { id: null }, { id: 3 }], ['id'], {
      rowNumberColumn: 'nr',
      rejected,
    });

    expect([text, columns]).toEqual(['1,1\n3,3\n', ['id', 'nr']]);
    expect(tally).toMatchObject({ read: 3, rejected: 1 });
    expect(rejected.rows).toEqual([{ rowNumber: 2, column: 'id', reason: 'is empty', key: undefined }]);
  });

  it('throws the first rejection where nobody collects them', async () => {
    const attempt = encode([{ id: 1 }, { id: 'x' }], ['id']);

    await expect(attempt).rejects.toBeInstanceOf(RejectedRowError);
  });

  it('sends chunks of about 64 KiB, however many rows there are', async () => {
    const rows = Array.from({ length: 20_000 }, (_, id) => ({ id, name: 'é'.repeat(20) }));

    const { chunks, text } = await encode(rows, ['id', 'name']);

    const sizes = chunks.map((chunk) => chunk.length);
    expect(Math.max(...sizes)).toBeLessThan(4 * 65_536);
    expect(chunks.length).toBeGreaterThan(5);
    expect(text.split('\n')).toHaveLength(20_001);
  });

  it('has no chunk for no rows', async () => {
    expect((await encode([], ['id'])).chunks).toEqual([]);
  });
});
