import { readFileSync } from 'node:fs';
import { Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';

const page = readFileSync(new URL('../../../docs/from-parsons.md', import.meta.url), 'utf8');
const section = page.slice(page.indexOf('\n## Table\n'));

/** Words in the right column that are no verbs of a table. */
const OTHERS = new Set([
  'fn',
  'of',
  'row',
  'warehouse',
  'console',
  'await',
  'for',
  'using',
  'false',
  'expand',
  'ifExists',
  'rejected',
]);

describe('docs/from-parsons.md', () => {
  it('names only verbs that a table has', () => {
    const cells = [...section.matchAll(/^\|[^|]+\|(.+)\|$/gm)].map(([, cell = '']) => cell);
    const codes = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code));
    const verbs = codes.flatMap((code) => /^(?:await )?(?:table\.|Table\.)?([a-z]\w+)/.exec(code)?.[1] ?? []);

    const unknown = verbs.filter(
      (verb) => !OTHERS.has(verb) && !(verb in Table.prototype) && !(verb in Table),
    );

    expect(verbs.length).toBeGreaterThan(30);
    expect(unknown).toEqual([]);
  });
});
