import { describe, expect, it } from 'vitest';
import { parseSqlFile, readSqlFiles } from '../../../jobs/warehouse-transform/sql-files.ts';

const statementsOf = (sql: string) => parseSqlFile('a.sql', sql).statements.map(({ text }) => text);
const linesOf = (sql: string) => parseSqlFile('a.sql', sql).statements.map(({ line, kind }) => [line, kind]);

describe('a file of SQL', () => {
  it.each([
    ["SELECT 'a;b'; SELECT 2", ["SELECT 'a;b'", 'SELECT 2']],
    ["SELECT 'it''s;'; SELECT 2", ["SELECT 'it''s;'", 'SELECT 2']],
    ['SELECT 1 AS "a;b"; SELECT 2', ['SELECT 1 AS "a;b"', 'SELECT 2']],
    ['SELECT 1 -- not; here\n, 2; SELECT 3', ['SELECT 1 -- not; here\n, 2', 'SELECT 3']],
    ['SELECT /* not; here */ 1; SELECT 3', ['SELECT /* not; here */ 1', 'SELECT 3']],
    ['DO $$ BEGIN NULL; END $$; SELECT 1', ['DO $$ BEGIN NULL; END $$', 'SELECT 1']],
    ['SELECT 1;;; ; SELECT 2', ['SELECT 1', 'SELECT 2']],
    ['-- nothing\n/* at all */', []],
    ['', []],
  ])('is split at its semicolons: %j', (sql, expected) => {
    expect(statementsOf(sql)).toEqual(expected);
  });

  it('names the line at which a statement itself begins', () => {
    const sql =
      '-- why\nDELETE FROM a;\n\n/* because\nof this */\n  insert into a\nSELECT 1;\r\n-- end\r\nUPDATE a SET b = 1';

    expect(linesOf(sql)).toEqual([
      [2, 'DELETE'],
      [6, 'INSERT'],
      [9, 'UPDATE'],
    ]);
  });
});

describe('the transforms of this project', () => {
  it('are statements that one transaction can hold', async () => {
    const files = await readSqlFiles(new URL('../../../sql/transforms/', import.meta.url));

    expect(files.length).toBeGreaterThan(0);
    expect(files.every(({ statements }) => statements.length > 0)).toBe(true);
  });
});
