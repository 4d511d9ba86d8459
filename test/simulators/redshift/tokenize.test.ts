import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  render,
  splitStatements,
  tokenize,
  UnterminatedError,
} from '../../../simulators/redshift/sql/tokenize.ts';

const texts = (sql: string) => tokenize(sql).map(({ text }) => text);

test('keeps words, numbers, parameters and operators apart', () => {
  expect(texts('SELECT a.b::varchar(10)||$1, 1.5e-3>=.5 FROM t1;')).toEqual([
    'SELECT',
    ...['a', '.', 'b', '::', 'varchar', '(', '10', ')', '||', '$1', ','],
    ...['1.5e-3', '>=', '.5', 'FROM', 't1', ';'],
  ]);
});

test('keeps blanks and nested comments with the token that follows', () => {
  const sql = 'SELECT -- one; two\n /* a /* b; */ c */ 1';

  const tokens = tokenize(sql);

  expect(tokens.map(({ text }) => text)).toEqual(['SELECT', '1']);
  expect(render(tokens)).toBe(sql);
});

test.each([
  { sql: "'it''s'", text: "'it''s'", value: "it's" },
  { sql: "'a\\\\b'", text: "E'a\\\\b'", value: 'a\\b' },
  { sql: "'it\\'s'", text: "E'it\\'s'", value: "it's" },
  { sql: "E'\\t'", text: "E'\\t'", value: '\t' },
  { sql: '$tag$it\'s; "x"$tag$', text: '$tag$it\'s; "x"$tag$', value: 'it\'s; "x"' },
])('reads the literal $sql', ({ sql, text, value }) => {
  expect(tokenize(sql)).toEqual([{ kind: 'string', text, value, before: '' }]);
});

test('folds names in double quotes, ASCII letters only', () => {
  expect(tokenize('"RunÄ ""Id"')).toEqual([
    { kind: 'quoted', text: '"runÄ ""id"', value: 'runÄ "id', before: '' },
  ]);
});

test('takes #name as a table', () => {
  expect(tokenize('FROM #Stage')[1]).toEqual({
    kind: 'quoted',
    text: '"#stage"',
    value: '#stage',
    before: ' ',
  });
});

test('cuts at semicolons outside of literals and comments, and leaves empty statements out', () => {
  const statements = splitStatements(tokenize("SELECT ';'; ; -- ;\n SELECT 2;"));

  expect(statements.map((tokens) => render(tokens).trim())).toEqual(["SELECT ';'", '-- ;\n SELECT 2']);
});

test.each(["'a", '"a', '$$a', '/* a'])('refuses %s, which does not end', (sql) => {
  expect(() => tokenize(sql)).toThrow(UnterminatedError);
});

test('gives back what it read, whatever it is, but for capitals in quotes and backslashes', () => {
  const piece = fc.constantFrom(
    'a',
    ' ',
    '\n',
    "'x'",
    '"x"',
    '1.5',
    '$1',
    '(',
    ')',
    ';',
    '--c\n',
    '/*c*/',
    '<=',
    '::',
    'é',
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const sql = pieces.join('').trimEnd();

      const tokens = tokenize(sql);

      expect(sql.startsWith(render(tokens))).toBe(true);
    }),
  );
});
