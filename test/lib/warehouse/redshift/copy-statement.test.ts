import { ConfigError, PermanentError } from '@movement-etl/lib/errors';
import { Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';
import { quoteTable } from '../../../../lib/warehouse/identifiers.ts';
import { copyTable } from '../../../../lib/warehouse/load/copy-table.ts';
import { type CopySource, copyStatement } from '../../../../lib/warehouse/redshift/copy-statement.ts';
import { type Answer, catalogRows, recordStatements } from './recording-connection.ts';

const KEY = {
  accessKeyId: 'AKIACANARY',
  secretAccessKey: 'secret/canary+1=',
  sessionToken: 'token/canary==',
};
const table = quoteTable({ schema: 's', table: 't' });
const source = (authorization: CopySource['authorization']): CopySource => ({
  manifestUrl: 's3://b/p/manifest.json',
  region: 'us-east-1',
  nullField: '~x',
  authorization,
});

describe('the COPY', () => {
  it.each([
    [{ iamRole: 'default' }, 'IAM_ROLE default'],
    [{ iamRole: 'arn:aws:iam::123456789012:role/r' }, "IAM_ROLE 'arn:aws:iam::123456789012:role/r'"],
    [
      { key: { accessKeyId: 'AKIA', secretAccessKey: 'abc' } },
      "CREDENTIALS 'aws_access_key_id=AKIA;aws_secret_access_key=abc'",
    ],
    [
      { key: KEY },
      "CREDENTIALS 'aws_access_key_id=AKIACANARY;aws_secret_access_key=secret/canary+1=;token=token/canary=='",
    ],
  ])('is authorized by %j', (authorization, clause) => {
    expect(copyStatement(table, ['a', 'b'], source(authorization)).split('\n')).toEqual([
      'COPY "s"."t" ("a", "b")',
      "FROM 's3://b/p/manifest.json'",
      clause,
      "MANIFEST FORMAT CSV GZIP NULL AS '~x'",
      "TIMEFORMAT 'auto' DATEFORMAT 'auto' ROUNDEC COMPUPDATE OFF STATUPDATE OFF",
      "REGION 'us-east-1'",
    ]);
  });

  it.each(["a'b", 'a;b', 'a b', 'a\\b'])(
    'refuses credentials like %s, which could change the statement',
    (part) => {
      const key = { accessKeyId: 'AKIA', secretAccessKey: part };

      expect(() => copyStatement(table, ['a'], source({ key }))).toThrow(PermanentError);
    },
  );
});

describe('a COPY that fails', () => {
  const load = async (answers: (sql: string) => Answer | undefined) => {
    const { connection, statements } = recordStatements(
      (sql) => (sql.startsWith('SELECT a.attname') ? catalogRows({ id: 'integer' }) : answers(sql)),
      { key: KEY },
    );
    await using reading = await Table.fromRows([{ id: 1 }]).open();
    const error: Error = await copyTable(
      connection,
      reading,
      { schema: 's', table: 't' },
      { ifExists: 'append' },
    ).then(
      () => new Error('it did not fail'),
      (thrown: Error) => thrown,
    );
    return { error, statements };
  };
  const everythingIn = (error: unknown): string =>
    error instanceof Error
      ? [error.message, error.stack, JSON.stringify(error), everythingIn(error.cause)].join()
      : '';

  it.each([PermanentError, ConfigError])(
    'shows no credentials, though the server repeats them',
    async (Class) => {
      const cause = new Error(`near ${KEY.sessionToken}`);

      const { error } = await load((sql) =>
        sql.startsWith('COPY')
          ? new Class(`the warehouse answered: syntax error at ${KEY.accessKeyId};${KEY.secretAccessKey}`, {
              cause,
            })
          : undefined,
      );

      expect(error).toBeInstanceOf(Class);
      expect(error.message).toBe('the warehouse answered: syntax error at [masked];[masked]');
      expect(everythingIn(error)).not.toContain('canary');
    },
  );

  const failed = new PermanentError(
    "the warehouse answered: Load into table 't' failed. Check 'stl_load_errors' system table for details. (SQLSTATE XX000)",
  );
  const refused = (line_number: number, error_code: number, error_message: string) => ({
    file_name: 's3://bucket/movement-etl/20260131T010000Z-0123456789ab/part-00001.csv.gz',
    line_number,
    column_name: 'id',
    column_type: 'int4',
    error_code,
    error_message,
  });

  it('says which lines and why, from another connection, without the values', async () => {
    const { error, statements } = await load((sql) => {
      if (sql.startsWith('COPY')) return failed;
      if (!sql.includes('sys_load_error_detail')) return undefined;
      return {
        rows: [refused(3, 1207, "Invalid digit, Value 'ada@example.org'"), refused(4, 1999, "odd 'ada' [x]")],
      };
    });

    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).toBe(
      'Redshift refused rows for "s"."t": column id (int4), line 3 of part-00001.csv.gz: the value is not made of digits (1207); ' +
        'column id (int4), line 4 of part-00001.csv.gz: odd … … (1999)',
    );
    expect(error).toMatchObject({
      facts: { column: 'id', code: 1207, file: 'part-00001.csv.gz', line: 3, table: '"s"."t"' },
    });
    expect(everythingIn(error)).not.toContain('ada');
    const asked = statements.filter((sql) => sql.includes('load_error'));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(
      /^\[apart\] SELECT TRIM\(file_name\).* WHERE file_name LIKE 's3:\/\/bucket\/.*%' ORDER BY start_time LIMIT 5$/,
    );
    expect(asked[0]).not.toMatch(/raw_line|raw_field_value|\*/);
  });

  it('asks the older view where the newer is not there, and tells the first error where both know nothing', async () => {
    const older = await load((sql) => {
      if (sql.startsWith('COPY')) return failed;
      if (sql.includes('sys_load_error_detail')) return new PermanentError('no such view');
      return sql.includes('stl_load_errors') ? { rows: [refused(1, 1202, '')] } : undefined;
    });
    const neither = await load((sql) => (sql.startsWith('COPY') ? failed : undefined));

    expect(older.error.message).toContain('line 1 of part-00001.csv.gz: the row has too many fields (1202)');
    expect(neither.error).toBe(failed);
  });

  it('does not look for refused rows where the failure is another', async () => {
    const { statements } = await load((sql) =>
      sql.startsWith('COPY') ? new PermanentError('syntax error') : undefined,
    );

    expect(statements.filter((sql) => sql.includes('load_error'))).toEqual([]);
  });
});
