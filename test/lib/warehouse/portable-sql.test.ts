import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../../', import.meta.url);

/** What PostgreSQL takes and Redshift refuses, or takes in another meaning. Source: Redshift Developer Guide. */
const NOT_PORTABLE =
  /\b(ON CONFLICT|RETURNING|jsonb?|SAVEPOINT|TRUNCATE|pg_\w*advisory\w*|generate_series|string_agg|array_agg|ILIKE ANY|ON COMMIT DROP|serial|uuid|now\(\)|IS (NOT )?DISTINCT FROM)\b|\btext\b(?! *[:=.)])|\[\]/i;

/** Folders whose SQL both databases run; `postgres/` and `driver/` are not among them. */
const CODE = ['lib/warehouse/load/', 'lib/warehouse/control/'];

function filesOf(folder: string, extension: string): [string, string][] {
  const names = readdirSync(new URL(folder, ROOT)).filter((name) => name.endsWith(extension));
  return names.map((name) => [`${folder}${name}`, readFileSync(new URL(`${folder}${name}`, ROOT), 'utf8')]);
}

/** The quoted texts of a file that hold a statement or a part of one. */
function sqlIn(code: string): string[] {
  const texts = code.match(/`(?:[^`\\]|\\.)*`|'(?:[^'\\\n]|\\.)*'/gs) ?? [];
  return texts.filter((text) =>
    /\b(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|LOCK|WHERE|JOIN)\b/.test(text),
  );
}

describe('SQL that both databases run', () => {
  it.each(filesOf('sql/migrations/', '.sql'))('%s keeps to what both understand', (_file, sql) => {
    expect(sql.replaceAll(/--.*$/gm, '')).not.toMatch(NOT_PORTABLE);
  });

  it.each(CODE.flatMap((folder) => filesOf(folder, '.ts')))(
    '%s keeps to what both understand',
    (_file, code) => {
      for (const sql of sqlIn(code)) expect(sql).not.toMatch(NOT_PORTABLE);
    },
  );

  it('would notice a statement that Redshift refuses', () => {
    expect(sqlIn("execute('INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING')")[0]).toMatch(NOT_PORTABLE);
  });

  it.each(filesOf('sql/migrations/', '.sql'))('%s gives every varchar and numeric a size', (_file, sql) => {
    expect(sql.replaceAll(/--.*$/gm, '')).not.toMatch(/\b(varchar|numeric|char)\b(?!\()/i);
  });
});
