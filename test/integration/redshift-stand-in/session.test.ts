import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StandIn, startStandIn } from './stand-in.ts';

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(async () => await standIn[Symbol.asyncDispose]());

test('answers version() as Redshift does', async () => {
  const { rows } = await standIn.client.query('select version()');

  expect(rows).toEqual([
    { version: expect.stringMatching(/^PostgreSQL 8\.0\.2 on .*, Redshift 1\.0\.\d+$/) },
  ]);
});

test('passes statements with parameters on', async () => {
  const { rows } = await standIn.client.query('SELECT $1::integer + 1 AS sum, $2::varchar AS word', [
    41,
    'ä',
  ]);

  expect(rows).toEqual([{ sum: 42, word: 'ä' }]);
});

test('rolls back a query of several statements when one fails', async () => {
  const { client } = standIn;

  await expect(client.query('CREATE TABLE a (id integer); SELECT 1 / 0')).rejects.toThrow('division by zero');

  await expect(client.query('SELECT * FROM a')).rejects.toThrow('does not exist');
});

test('takes a connection back after an error in a transaction', async () => {
  const { client } = standIn;
  await client.query('BEGIN');
  await client.query('SELECT $1::integer', ['x']).catch(() => {});

  await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });

  const { command } = await client.query('ROLLBACK');
  expect(command).toBe('ROLLBACK');
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});
