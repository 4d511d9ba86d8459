import { expect, test } from 'vitest';
import { isS3Copy, readCopyCommand } from '../../../simulators/redshift/copy/copy-command.ts';
import { tokenize } from '../../../simulators/redshift/sql/tokenize.ts';

const read = (sql: string) => readCopyCommand(tokenize(sql));

test('reads everything that changes what is loaded', () => {
  const command = read(`
    COPY "mobilize"."people" ("id", name) FROM 's3://bucket/run/manifest'
    ACCESS_KEY_ID 'key' SECRET_ACCESS_KEY AS 'secret' SESSION_TOKEN 'token' REGION AS 'eu-west-1'
    MANIFEST FORMAT AS CSV QUOTE '|' DELIMITER ';' GZIP NULL AS '@' IGNOREHEADER AS 1 MAXERROR 5
    TIMEFORMAT 'auto' DATEFORMAT AS 'auto' ACCEPTINVCHARS AS '^' ROUNDEC EMPTYASNULL COMPUPDATE OFF STATUPDATE ON`);

  expect(command).toEqual({
    table: '"mobilize"."people"',
    columns: ['id', 'name'],
    bucket: 'bucket',
    key: 'run/manifest',
    credentials: { kind: 'keys', accessKeyId: 'key', secretAccessKey: 'secret' },
    hasManifest: true,
    isGzip: true,
    format: { kind: 'csv', delimiter: ';', quote: '|' },
    nullAs: '@',
    ignoreHeader: 1,
    maxError: 5,
    timeFormat: 'auto',
    dateFormat: 'auto',
    invalidCharacter: '^',
    flags: new Set(['manifest', 'gzip', 'roundec', 'emptyasnull']),
  });
});

test.each([
  [
    "IAM_ROLE 'arn:aws:iam::123456789012:role/etl'",
    { kind: 'role', role: 'arn:aws:iam::123456789012:role/etl' },
  ],
  ['IAM_ROLE default', { kind: 'role', role: 'default' }],
  [
    "CREDENTIALS 'aws_access_key_id=a;aws_secret_access_key=b/c=d;token=e'",
    { kind: 'keys', accessKeyId: 'a', secretAccessKey: 'b/c=d' },
  ],
  ["CREDENTIALS 'aws_iam_role=arn:aws:iam::1:role/x'", { kind: 'role', role: 'arn:aws:iam::1:role/x' }],
])('reads %s', (clause, credentials) => {
  expect(read(`COPY t FROM 's3://b/k' ${clause} CSV`).credentials).toEqual(credentials);
});

test('knows what the defaults are', () => {
  const command = read("COPY t FROM 's3://b/k' IAM_ROLE default JSON 'auto'");

  expect(command).toMatchObject({
    columns: undefined,
    nullAs: '\\N',
    maxError: 0,
    isGzip: false,
    format: { kind: 'json' },
  });
});

test('tells a COPY from S3 from others', () => {
  expect(isS3Copy(tokenize("copy t from 's3://b/k' csv"))).toBe(true);
  expect(isS3Copy(tokenize('COPY t FROM STDIN'))).toBe(false);
  expect(isS3Copy(tokenize("SELECT 1 FROM 's3://b/k'"))).toBe(false);
});
