import { gzipSync } from 'node:zlib';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type StandIn, startStandIn } from './stand-in.ts';

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(async () => await standIn[Symbol.asyncDispose]());
beforeEach(async () => {
  await standIn.client.query('ROLLBACK; DROP TABLE IF EXISTS loaded');
  await standIn.client.query(`CREATE TABLE loaded (
    id bigint NOT NULL, name varchar(8), amount numeric(8,2), seen timestamptz, ok boolean, note super)`);
});

const KEYS = () =>
  `CREDENTIALS 'aws_access_key_id=${standIn.redshift.env.AWS_ACCESS_KEY_ID};aws_secret_access_key=${standIn.redshift.env.AWS_SECRET_ACCESS_KEY}'`;

async function put(key: string, body: string | Buffer): Promise<void> {
  const { client, bucket } = standIn.redshift.s3;
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
}

/** Puts one file and loads it; answers all rows. */
async function load(csv: string | Buffer, options = '', columns = ''): Promise<unknown[]> {
  await put('in/one.csv', csv);
  await standIn.client.query(
    `COPY loaded ${columns} FROM 's3://etl-temp/in/one.csv' ${KEYS()} FORMAT CSV ${options}`,
  );
  return (await standIn.client.query('SELECT * FROM loaded ORDER BY id')).rows;
}

async function loadErrors(): Promise<unknown[]> {
  const { rows } = await standIn.client.query(
    'SELECT line_number, trim(colname) AS colname, err_code, trim(err_reason) AS err_reason FROM stl_load_errors WHERE query = pg_last_copy_id() ORDER BY line_number',
  );
  return rows;
}

test('loads the files of a manifest, unpacked, and counts the rows', async () => {
  const { client } = standIn;
  await put('run/1.csv.gz', gzipSync('1,Zoë,1.50,2026-01-31T12:00:00.123Z,true,"{""a"":1}"\n'));
  await put('run/2.csv.gz', gzipSync('2,"a ""b"",\nc",,,,\n'));
  await put(
    'run/manifest',
    JSON.stringify({
      entries: ['1', '2'].map((name) => ({ url: `s3://etl-temp/run/${name}.csv.gz`, mandatory: true })),
    }),
  );

  const { rowCount, command } = await client.query(
    `COPY loaded (id, name, amount, seen, ok, note) FROM 's3://etl-temp/run/manifest' ${KEYS()} REGION 'us-east-1'
     MANIFEST FORMAT CSV GZIP TIMEFORMAT 'auto' DATEFORMAT 'auto' COMPUPDATE OFF STATUPDATE OFF`,
  );

  expect({ rowCount, command }).toEqual({ rowCount: null, command: 'COPY' });
  expect((await client.query('SELECT pg_last_copy_count()')).rows).toEqual([{ pg_last_copy_count: '2' }]);
  expect((await client.query('SELECT * FROM loaded ORDER BY id')).rows).toEqual([
    {
      id: '1',
      name: 'Zoë',
      amount: '1.50',
      seen: new Date('2026-01-31T12:00:00.123Z'),
      ok: true,
      note: '{"a": 1}',
    },
    { id: '2', name: 'a "b",\nc', amount: null, seen: null, ok: null, note: null },
  ]);
});

test('takes every object whose key begins with the prefix', async () => {
  await put('prefix/a', '1,a\n');
  await put('prefix/a.bak', '2,b\n');

  await standIn.client.query(`COPY loaded (id, name) FROM 's3://etl-temp/prefix/a' ${KEYS()} CSV`);

  expect((await standIn.client.query('SELECT id FROM loaded ORDER BY id')).rows).toHaveLength(2);
});

test.each([
  { what: 'keeps an empty text', options: '', line: '1,""', name: '' },
  { what: 'reads the marker as null', options: "NULL AS '@null'", line: '1,@null', name: null },
  { what: 'reads \\N as null unless told otherwise', options: '', line: '1,"\\N"', name: null },
  { what: 'makes an empty text null with EMPTYASNULL', options: 'EMPTYASNULL', line: '1,""', name: null },
  { what: 'makes blanks null with BLANKSASNULL', options: 'BLANKSASNULL', line: '1,"  "', name: null },
  { what: 'cuts with TRUNCATECOLUMNS', options: 'TRUNCATECOLUMNS', line: '1,123456789', name: '12345678' },
  { what: 'drops blanks beyond the length', options: '', line: '1,"12345678   "', name: '12345678' },
  { what: 'skips headers', options: 'IGNOREHEADER 1', line: 'id,name\n1,x', name: 'x' },
  {
    what: 'unescapes the null marker as every literal',
    options: "NULL AS '\\\\N'",
    line: '1,\\N',
    name: null,
  },
])('$what', async ({ options, line, name }) => {
  const rows = await load(`${line}\n`, options, '(id, name)');

  expect(rows).toEqual([expect.objectContaining({ id: '1', name })]);
});

test('cuts decimals off, or rounds them with ROUNDEC', async () => {
  await load('1,1.999\n', '', '(id, amount)');
  const rows = await load('2,1.999\n', 'ROUNDEC', '(id, amount)');

  expect(rows).toEqual([
    expect.objectContaining({ amount: '1.99' }),
    expect.objectContaining({ amount: '2.00' }),
  ]);
});

test.each([
  { what: 'a text with more bytes than its column', csv: '1,ääääx\n', column: 'name', code: 1204 },
  { what: 'a letter in a number', csv: 'x,a\n', column: 'id', code: 1207 },
  { what: 'no value where one must be', csv: ',a\n', column: 'id', code: 1213 },
  { what: 'a column too many', csv: '1,a,b\n', column: '', code: 1202 },
  { what: 'a column too few', csv: '1\n', column: '', code: 1203 },
])('refuses $what and says where', async ({ csv, column, code }) => {
  await expect(load(`7,ok\n${csv}`, '', '(id, name)')).rejects.toMatchObject({
    code: 'XX000',
    message: "Load into table 'loaded' failed.  Check 'stl_load_errors' system table for details.",
  });

  expect(await loadErrors()).toEqual([
    expect.objectContaining({ line_number: '2', colname: column, err_code: code }),
  ]);
  expect((await standIn.client.query('SELECT * FROM loaded')).rows).toEqual([]);
});

test.each([
  {
    what: 'a time with T and Z without TIMEFORMAT',
    column: 'seen',
    value: '2026-01-31T12:00:00Z',
    code: 1206,
  },
  { what: 'a day that does not exist', column: 'seen', value: '2026-02-30 12:00:00', code: 1206 },
  { what: 'a word for a boolean', column: 'ok', value: 'maybe', code: 1210 },
  { what: 'a decimal that is none', column: 'amount', value: '1,5', code: 1209 },
  { what: 'a decimal that is too large', column: 'amount', value: '1234567.0', code: 1204 },
  { what: 'JSON that is none', column: 'note', value: '{', code: 1224 },
])('refuses $what', async ({ column, value, code }) => {
  await expect(load(`1,"${value}"\n`, '', `(id, ${column})`)).rejects.toMatchObject({ code: 'XX000' });

  expect(await loadErrors()).toEqual([expect.objectContaining({ colname: column, err_code: code })]);
});

test('refuses bytes that are no UTF-8, or replaces them with ACCEPTINVCHARS', async () => {
  const csv = Buffer.from([0x31, 0x2c, 0xff, 0x0a]);

  await expect(load(csv, '', '(id, name)')).rejects.toMatchObject({ code: 'XX000' });
  expect(await loadErrors()).toEqual([expect.objectContaining({ err_code: 1220 })]);
  expect(await load(csv, 'ACCEPTINVCHARS', '(id, name)')).toEqual([expect.objectContaining({ name: '?' })]);
});

test('goes on below MAXERROR and keeps the rows that failed in the view', async () => {
  const rows = await load('1,a\nx,b\n3,c\n', 'MAXERROR 2', '(id, name)');

  expect(rows).toHaveLength(2);
  expect(await loadErrors()).toEqual([expect.objectContaining({ line_number: '2', err_code: 1207 })]);
});

test('leaves errors to be read after the rollback, by other sessions and in the newer view too', async () => {
  const { client } = standIn;
  const other = await standIn.connect();
  await client.query('BEGIN');
  await load('x\n', '', '(id)').catch(() => {});
  await client.query('ROLLBACK');

  const { rows } = await client.query('SELECT pg_last_copy_id() AS id');
  const seen = await other.query(
    'SELECT trim(column_name) AS name, error_code FROM sys_load_error_detail WHERE query_id = $1',
    [rows[0].id],
  );

  expect(seen.rows).toEqual([{ name: 'id', error_code: 1207 }]);
});

test('tells the last COPY also to statements with parameters', async () => {
  await load('1,a\n2,b\n', '', '(id, name)');

  const { rows } = await standIn.client.query(
    'SELECT pg_last_copy_count() AS count, $1::integer AS one',
    [1],
  );

  expect(rows).toEqual([{ count: '2', one: 1 }]);
});

test('is cancelled with its statement, and blames no row for that', async () => {
  const other = await standIn.connect();
  await other.query('BEGIN; LOCK TABLE loaded');
  await standIn.client.query('SET statement_timeout TO 300');

  const answer = load('1,a\n', '', '(id, name)');

  await expect(answer).rejects.toMatchObject({ code: '57014' });
  await other.query('ROLLBACK');
  await standIn.client.query('SET statement_timeout TO 0');
});

test('is undone with its transaction', async () => {
  await standIn.client.query('BEGIN');
  await load('1,a\n', '', '(id, name)');
  await standIn.client.query('ROLLBACK');

  expect((await standIn.client.query('SELECT * FROM loaded')).rows).toEqual([]);
});

test('NOLOAD checks and loads nothing', async () => {
  expect(await load('1,a\n', 'NOLOAD', '(id, name)')).toEqual([]);
});

test('reads JSON lines by the names of the columns', async () => {
  await put('in/rows.json', '{"id":1,"name":"a","extra":1}\n{"id":2,"note":{"x":[1]}}\n');

  await standIn.client.query(
    `COPY loaded (id, name, note) FROM 's3://etl-temp/in/rows.json' ${KEYS()} JSON 'auto'`,
  );

  const { rows } = await standIn.client.query('SELECT id, name, note FROM loaded ORDER BY id');
  expect(rows).toEqual([
    { id: '1', name: 'a', note: null },
    { id: '2', name: null, note: '{"x": [1]}' },
  ]);
});

test.each([
  {
    what: 'wrong keys',
    auth: "CREDENTIALS 'aws_access_key_id=AKIA;aws_secret_access_key=x'",
    text: /InvalidAccessKeyId/,
  },
  { what: 'a role that is none', auth: "IAM_ROLE 'etl'", text: /IAM role/ },
  { what: 'no credentials', auth: '', text: /CREDENTIALS/ },
])('refuses $what', async ({ auth, text }) => {
  await put('in/one.csv', '1\n');

  await expect(
    standIn.client.query(`COPY loaded (id) FROM 's3://etl-temp/in/one.csv' ${auth} CSV`),
  ).rejects.toThrow(text);
});

test('refuses a manifest whose mandatory file is missing, and a prefix without objects', async () => {
  const { client } = standIn;
  await put('gone/manifest', JSON.stringify({ entries: [{ url: 's3://etl-temp/gone/1', mandatory: true }] }));
  await standIn.redshift.s3.client.send(new DeleteObjectCommand({ Bucket: 'etl-temp', Key: 'gone/1' }));

  await expect(
    client.query(`COPY loaded (id) FROM 's3://etl-temp/gone/manifest' ${KEYS()} MANIFEST CSV`),
  ).rejects.toThrow('does not exist');
  await expect(client.query(`COPY loaded (id) FROM 's3://etl-temp/nothing/' ${KEYS()} CSV`)).rejects.toThrow(
    'does not exist',
  );
});

test.each([
  ['an unknown option', 'CSV FASTER', '42601'],
  ['an option twice', 'CSV GZIP GZIP', '42601'],
  ['a null marker with JSON', "JSON 'auto' NULL AS 'x'", '42601'],
  ['what the stand-in does not read', 'PARQUET', '0A000'],
])('refuses %s', async (_what, options, code) => {
  await expect(
    standIn.client.query(`COPY loaded (id) FROM 's3://etl-temp/in/one.csv' ${KEYS()} ${options}`),
  ).rejects.toMatchObject({ code });
});
