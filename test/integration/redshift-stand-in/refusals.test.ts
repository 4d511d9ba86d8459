import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { refusals } from '../../../simulators/redshift/refusals/index.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn();
  await standIn.client.query(
    'CREATE TABLE t (id integer, v varchar(20)); CREATE TABLE s (id integer, v varchar(20)); INSERT INTO t VALUES (1, NULL)',
  );
});
afterAll(async () => await standIn[Symbol.asyncDispose]());
beforeEach(async () => {
  await standIn.client.query('ROLLBACK');
});

test.each(refusals.map((refusal) => [refusal.feature, refusal] as const))(
  'refuses %s',
  async (_feature, { code, message, example, values }) => {
    const { client } = standIn;
    const statements = typeof example === 'string' ? [example] : example;
    const last = statements.at(-1) ?? '';
    for (const statement of statements.slice(0, -1)) await client.query(statement);

    const answer = values === undefined ? client.query(last) : client.query(last, [...values]);

    await expect(answer).rejects.toMatchObject({ code, message });
  },
);

test.each([
  ["INSERT INTO t VALUES (1, 'a'), (2, 'b')"],
  ['INSERT INTO t WITH one AS (SELECT 1 AS id) SELECT id, NULL FROM one'],
  ['DELETE FROM t USING s WHERE t.id = s.id'],
  ['UPDATE t SET v = s.v FROM s WHERE t.id = s.id'],
  ['SELECT id, ROW_NUMBER() OVER (PARTITION BY v ORDER BY id DESC NULLS LAST) AS place FROM t'],
  ['SELECT count(DISTINCT id) FROM t WHERE v IN (SELECT v FROM s)'],
  ['SELECT GETDATE(), id FROM t'],
  ["SELECT CURRENT_DATE, DATE_TRUNC('day', CURRENT_TIMESTAMP)"],
  ["SELECT 1 FROM information_schema.tables WHERE table_schema = 'etl'"],
  ['SELECT x.tag, "open" FROM (SELECT id AS tag, v AS open FROM t) AS x'],
  ["SELECT CONCAT(v, 'x'), id FROM t UNION ALL SELECT v, id FROM s"],
  ['CREATE TEMPORARY TABLE stage (LIKE t)'],
  ['CREATE TEMPORARY TABLE stage2 (LIKE t INCLUDING DEFAULTS)'],
  ['CREATE TABLE copied AS SELECT * FROM t'],
  ['ALTER TABLE t ADD COLUMN extra integer'],
  ['ALTER TABLE t ALTER COLUMN v TYPE varchar(40)'],
  ['ALTER TABLE copied RENAME TO renamed'],
  ['LOCK TABLE t', 'BEGIN'],
  [
    'MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.v)',
  ],
  ['SET statement_timeout TO 60000'],
  ["SET query_group TO 'etl'"],
  ["SET TIME ZONE 'UTC'"],
  ['BEGIN READ ONLY'],
  ['ANALYZE t'],
])('accepts what Redshift accepts: %s', async (sql, before = 'SELECT 1') => {
  const { client } = standIn;
  await client.query(before);

  await expect(client.query(sql)).resolves.toBeDefined();
});

test('leaves the transaction failed after a refusal, as after any error', async () => {
  const { client } = standIn;
  await client.query('BEGIN');
  await client.query('SAVEPOINT a').catch(() => {});

  await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
});
