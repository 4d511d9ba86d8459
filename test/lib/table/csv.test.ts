import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { PermanentError, RejectedRowError } from '@movement-etl/lib/errors';
import { type CsvReadOptions, type CsvWriteOptions, RejectedRows, Table } from '@movement-etl/lib/table';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'table-csv-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

function csv<C extends string>(content: string | Buffer, options: CsvReadOptions<C> = {}) {
  return Table.fromCsv(() => Readable.from([Buffer.from(content)]), options);
}

async function written(table: Table<object>, options: CsvWriteOptions = {}): Promise<string> {
  const stream = new PassThrough();
  const [content] = await Promise.all([buffer(stream), table.toCsv(stream, options)]);
  return content.toString();
}

describe('Table.fromCsv', () => {
  it('keeps every cell as text, with its leading zeros', async () => {
    const table = csv('zip,amount\n02139,1.50\n00100,\n');

    expect(await table.toArray()).toEqual([
      { zip: '02139', amount: '1.50' },
      { zip: '00100', amount: '' },
    ]);
    expect(await table.columns()).toEqual(['zip', 'amount']);
  });

  it('drops a byte order mark and takes quoted commas, quotes and line breaks', async () => {
    const table = csv('\uFEFF"id","note"\r\n1,"a, ""b""\r\nc"\r\n');

    expect(await table.toArray()).toEqual([{ id: '1', note: 'a, "b"\r\nc' }]);
  });

  it('tells null from the empty text when asked to', async () => {
    expect(await csv('a,b\n,""\n', { nulls: true }).toArray()).toEqual([{ a: null, b: '' }]);
  });

  it('reads rows that are cut anywhere between two chunks', async () => {
    const bytes = Buffer.from('name,city\nZoë,Köln\nÅsa,"Os\nlo"\n');
    const table = Table.fromCsv(() => Readable.from(Array.from(bytes, (byte) => Buffer.from([byte]))));

    expect(await table.toArray()).toEqual([
      { name: 'Zoë', city: 'Köln' },
      { name: 'Åsa', city: 'Os\nlo' },
    ]);
  });

  it('skips blank lines, but not the null of a table with one column', async () => {
    expect(await csv('a,b\n\n1,2\n\n').toArray()).toEqual([{ a: '1', b: '2' }]);
    expect(await csv('a\n\n1\n').toArray()).toEqual([{ a: '' }, { a: '1' }]);
  });

  it('rejects a row with too few or too many fields, saying which, without its values', async () => {
    const rejected = new RejectedRows();
    const content = 'a,b\n1,2\nsecret\n3,4\n5,6,7\n';

    expect(await csv(content, { rejected }).toArray()).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ]);
    expect(rejected.rows).toMatchObject([
      { rowNumber: 2, reason: 'it has 1 fields, but the header has 2' },
      { rowNumber: 4, reason: 'it has 3 fields, but the header has 2' },
    ]);
    await expect(csv(content).toArray()).rejects.toThrow(RejectedRowError);
  });

  it.each([
    ['an empty file', '', /is empty/],
    ['two columns of one name', 'a,b,a\n', /named a/],
    ['a column without a name', 'a,\n', /column 2 has a name that cannot be used: ""/],
    ['a quote in the wrong place', 'a,b\n1,"x"y\n', /line 2 is not valid CSV \(CSV_INVALID_CLOSING_QUOTE\)/],
    ['a quote that never ends', 'a,b\n1,"secret\n', /is not valid CSV \(CSV_QUOTE_NOT_CLOSED\)/],
  ])('refuses %s and does not repeat its content', async (_what, content, message) => {
    const reading = csv(content).toArray();

    await expect(reading).rejects.toThrow(PermanentError);
    await expect(csv(content).toArray()).rejects.toThrow(message);
    await expect(csv(content).toArray()).rejects.not.toThrow(/secret/);
  });

  it('requires the columns that the caller states', async () => {
    const table = csv('id,name\n1,Ada\n', { columns: ['id', 'email'] });

    await expect(table.toArray()).rejects.toThrow('no column email; the table has id, name');
  });

  it('has its columns also without rows', async () => {
    expect(await csv('id,name\n').columns()).toEqual(['id', 'name']);
    expect(await csv('id,name\n').toArray()).toEqual([]);
  });

  it('names the file that is not there', async () => {
    const path = join(directory, 'missing.csv');

    await expect(Table.fromCsv(path).toArray()).rejects.toThrow(`the file ${path} cannot be read (ENOENT)`);
  });

  it('names the packed file that is damaged', async () => {
    const path = join(directory, 'damaged.csv.gz');
    await writeFile(path, 'this is not gzip');

    await expect(Table.fromCsv(path).toArray()).rejects.toThrow(PermanentError);
  });

  it('closes the file when a read is given up', async () => {
    const path = join(directory, 'long.csv');
    await writeFile(path, `id\n${'1\n'.repeat(500_000)}`);

    const before = await openFiles();
    for await (const _row of Table.fromCsv(path)) break;

    await expect.poll(openFiles).toBe(before);
  });
});

async function openFiles(): Promise<number> {
  return (await readdir('/proc/self/fd')).length;
}

describe('toCsv', () => {
  it('writes null as nothing, the empty text as quotes, dates as ISO and nested values as JSON', async () => {
    const table = Table.fromRows([
      { a: null, b: '', c: new Date(0), d: { x: [1n] }, e: true, f: 1.5, g: undefined, h: 10n },
    ]);

    expect(await written(table)).toBe(
      'a,b,c,d,e,f,g,h\n,"",1970-01-01T00:00:00.000Z,"{""x"":[""1""]}",true,1.5,,10\n',
    );
  });

  it('quotes what a reader would misread', async () => {
    const table = Table.fromRows([{ 'a,b': 'x"y', c: 'line\nbreak', d: '\\.', e: ' spaced' }]);

    expect(await written(table)).toBe('"a,b",c,d,e\n"x""y","line\nbreak","\\."," spaced"\n');
  });

  it('uses the delimiter given', async () => {
    const table = Table.fromRows([{ a: 'x;y', b: 'x,y' }]);

    expect(await written(table, { delimiter: ';' })).toBe('a;b\n"x;y";x,y\n');
  });

  it('pads rows that lack a column first seen later, reading the source once', async () => {
    let reads = 0;
    const table = Table.fromBatches<object>(async function* () {
      reads += 1;
      yield [{ a: 1 }];
      yield [{ b: 2 }];
    });

    expect(await written(table)).toBe('a,b\n1,\n,2\n');
    expect(reads).toBe(1);
  });

  it('neutralises formulas in texts and names, not in numbers', async () => {
    const table = Table.fromRows([{ '=a': '=1+1', b: '+1 555', c: -1, d: '@x', e: 'plain' }]);

    expect(await written(table, { neutraliseFormulas: true })).toBe(
      "'=a,b,c,d,e\n'=1+1,'+1 555,-1,'@x,plain\n",
    );
  });

  it('can leave out the header and begin with a byte order mark', async () => {
    expect(await written(Table.fromRows([{ a: 1 }]), { header: false, byteOrderMark: true })).toBe(
      '\uFEFF1\n',
    );
  });

  it('writes a header for a table without rows', async () => {
    expect(await written(Table.fromRows([], { columns: ['id', 'name'] }))).toBe('id,name\n');
  });

  it('packs a file whose name ends in .gz, and reads it back', async () => {
    const path = join(directory, 'people.csv.gz');

    const rowCount = await Table.fromRows([{ id: '01' }, { id: '02' }]).toCsv(path);

    expect(rowCount).toBe(2);
    expect(gunzipSync(await readFile(path)).toString()).toBe('id\n01\n02\n');
    expect(await Table.fromCsv(path).toArray()).toEqual([{ id: '01' }, { id: '02' }]);
  });

  it('leaves the old file and nothing else when writing fails', async () => {
    const path = join(directory, 'people.csv');
    await writeFile(path, 'old');
    const failing = Table.fromRows([{ at: new Date(Number.NaN) }]);

    await expect(failing.toCsv(path)).rejects.toThrow('row 1, column at: the date is invalid');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(directory)).toEqual(['people.csv']);
  });

  it('names the file that cannot be written', async () => {
    const path = join(directory, 'missing', 'people.csv');

    await expect(Table.fromRows([{ id: 1 }]).toCsv(path)).rejects.toThrow(
      `the file ${path} cannot be written (ENOENT)`,
    );
  });
});
