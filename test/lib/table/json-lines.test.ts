import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { RejectedRows, Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

function lines(content: string) {
  return () => Readable.from(Array.from(Buffer.from(content), (byte) => Buffer.from([byte])));
}

describe('Table.fromJsonLines', () => {
  it('reads one object per line, wherever the chunks are cut', async () => {
    const table = Table.fromJsonLines(lines('\uFEFF{"name":"Zoë"}\r\n\n{"name":"Åsa","tags":["a"]}'));

    expect(await table.toArray()).toEqual([{ name: 'Zoë' }, { name: 'Åsa', tags: ['a'] }]);
    expect(await table.columns()).toEqual(['name', 'tags']);
  });

  it('rejects what is no JSON or no object, without repeating it', async () => {
    const rejected = new RejectedRows();
    const table = Table.fromJsonLines(lines('{"id":1}\nsecret\n[1]\n{"id":2}\n'), { rejected });

    expect(await table.toArray()).toEqual([{ id: 1 }, { id: 2 }]);
    expect(rejected.rows.map(({ rowNumber, reason }) => [rowNumber, reason])).toEqual([
      [2, 'the line is not JSON'],
      [3, 'the line is JSON, but not an object'],
    ]);
    await expect(Table.fromJsonLines(lines('secret')).toArray()).rejects.toThrow(
      'row 1: the line is not JSON',
    );
  });

  it('types rows by a schema and rejects those that it refuses', async () => {
    const rejected = new RejectedRows();
    const schema = z.object({ id: z.number() });
    const table = Table.fromJsonLines(lines('{"id":1}\n{"id":"x"}\n'), {
      parse: (row) => schema.parse(row),
      rejected,
    });

    expect(await table.convertColumn('id', (id) => id + 1).toArray()).toEqual([{ id: 2 }]);
    expect(rejected.count).toBe(1);
  });

  it('is empty for an empty file', async () => {
    expect(await Table.fromJsonLines(lines('')).toArray()).toEqual([]);
  });
});

describe('toJsonLines', () => {
  it('ends every line and writes dates and bigints as text', async () => {
    const stream = new PassThrough();
    const table = Table.fromRows([{ at: new Date(0), big: 12n }, { nested: { a: null } }]);

    const [content, rowCount] = await Promise.all([text(stream), table.toJsonLines(stream)]);

    expect(content).toBe('{"at":"1970-01-01T00:00:00.000Z","big":"12"}\n{"nested":{"a":null}}\n');
    expect(rowCount).toBe(2);
  });

  it('refuses an invalid date instead of writing null', async () => {
    const table = Table.fromRows([{ at: new Date(0) }, { at: new Date(Number.NaN) }]);

    await expect(table.toJsonLines(new PassThrough().resume())).rejects.toThrow(
      'row 2, column at: the date is invalid',
    );
  });
});
