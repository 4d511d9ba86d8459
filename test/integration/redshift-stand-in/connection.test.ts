import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { connect } from 'node:net';
import { startRedshift } from '@movement-etl/simulators/redshift';
import pg from 'pg';
import { afterEach, expect, inject, test } from 'vitest';
import { type StandIn, startStandIn } from './stand-in.ts';

let standIn: StandIn | undefined;
afterEach(async () => {
  await standIn?.[Symbol.asyncDispose]();
  standIn = undefined;
});

const clientUrl = (url: string) => url.replace('redshift:', 'postgres:');

async function connectError(config: pg.ClientConfig): Promise<unknown> {
  const client = new pg.Client(config);
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    return error;
  }
}

test.each(['cleartext', 'md5'] as const)('asks for the password as %s', async (passwordMethod) => {
  standIn = await startStandIn({ passwordMethod, password: 'Secret12' });
  const url = clientUrl(standIn.redshift.url);

  expect((await standIn.client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  expect(await connectError({ connectionString: url.replace('Secret12', 'Wrong123') })).toMatchObject({
    code: '28P01',
  });
});

test('asks users with a SHA-256 password by the code 13', async () => {
  // `pg` throws outside of every promise when it gets this code, so the test speaks for itself.
  const redshift = await startRedshift({ postgresUrl: inject('postgresUrl'), passwordMethod: 'sha256' });
  const socket = connect(Number(new URL(redshift.url).port), '127.0.0.1');
  const start = Buffer.from('\0\0\0\0\0\x03\0\0user\0etl\0\0', 'latin1');
  start.writeInt32BE(start.length);

  socket.write(start);
  const [answer] = await once(socket, 'data');

  expect(answer.toString('latin1', 0, 1)).toBe('R');
  expect(answer.readInt32BE(5)).toBe(13);
  socket.destroy();
  await redshift.close();
});

test('declines encryption unless told otherwise', async () => {
  standIn = await startStandIn();

  const error = await connectError({ connectionString: clientUrl(standIn.redshift.url), ssl: true });

  expect(error).toMatchObject({ message: 'The server does not support SSL connections' });
});

test('speaks TLS with a certificate that its starter can trust', async () => {
  standIn = await startStandIn({ tls: true });
  const connectionString = clientUrl(standIn.redshift.url);
  const { certificate: ca } = standIn.redshift;

  const untrusted = await connectError({ connectionString, ssl: { rejectUnauthorized: true } });
  const trusted = await connectError({ connectionString, ssl: { ca, servername: 'localhost' } });

  expect(untrusted).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(trusted).toBeUndefined();
});

test('refuses settings at the start that Redshift does not have', async () => {
  standIn = await startStandIn();

  const error = await connectError({
    connectionString: clientUrl(standIn.redshift.url),
    lock_timeout: 1000,
  });

  expect(error).toMatchObject({ code: '42704', message: expect.stringContaining('lock_timeout') });
});

test('says so when the database does not exist', async () => {
  standIn = await startStandIn();

  const error = await connectError({ connectionString: `${clientUrl(standIn.redshift.url)}_gone` });

  expect(error).toMatchObject({ code: '3D000' });
});

test('cuts the connection at the message that a test names', async () => {
  standIn = await startStandIn();
  const { client, redshift } = standIn;
  await client.query('CREATE TABLE t (id integer)');
  redshift.faults.cutAtMessage(2);

  await client.query('INSERT INTO t VALUES (1)');
  await expect(client.query('INSERT INTO t VALUES (2)')).rejects.toThrow(/terminated/);

  const other = await standIn.connect();
  expect((await other.query('SELECT id FROM t')).rows).toEqual([{ id: 1 }]);
});

test('fails one commit as two transactions that collide', async () => {
  standIn = await startStandIn();
  const { client, redshift } = standIn;
  await client.query('CREATE TABLE t (id integer)');
  redshift.faults.conflictOnNextCommit();

  await client.query('BEGIN');
  await client.query('INSERT INTO t VALUES (1)');
  await expect(client.query('COMMIT')).rejects.toMatchObject({ message: '1023', detail: expect.any(String) });

  expect((await client.query('SELECT id FROM t')).rows).toEqual([]);
  await client.query('BEGIN; INSERT INTO t VALUES (2); COMMIT');
  expect((await client.query('SELECT id FROM t')).rows).toEqual([{ id: 2 }]);
});

test('fails one COPY', async () => {
  standIn = await startStandIn();
  const { client, redshift } = standIn;
  await client.query('CREATE TABLE t (id integer)');
  redshift.faults.failNextCopy('S3 is out of order');

  const copy = "COPY t FROM 's3://etl-temp/none' IAM_ROLE default CSV";

  await expect(client.query(copy)).rejects.toThrow('S3 is out of order');
  await expect(client.query(copy)).rejects.toThrow('does not exist');
});

test('ends the session in PostgreSQL with that of the client, and undoes what was not committed', async () => {
  standIn = await startStandIn();
  const other = await standIn.connect();
  await other.query('CREATE TABLE t (id integer)');
  await other.query('BEGIN; LOCK TABLE t; INSERT INTO t VALUES (1)');

  await other.end();

  expect((await standIn.client.query('SELECT id FROM t')).rows).toEqual([]);
});
