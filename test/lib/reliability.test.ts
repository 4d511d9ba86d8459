import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const docs = join(import.meta.dirname, '../../docs');
const page = readFileSync(join(docs, 'reliability.md'), 'utf8');

/** `[name](path) “title”, “title”`: the tests that the page names, with the titles that follow a file's link. */
const proofs = [...page.matchAll(/\]\((\.\.\/[^)]+)\)((?:,? “[^”]+”)*)/g)].map(
  ([, path = '', titles = '']) => ({
    path,
    titles: [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title),
  }),
);

describe('docs/reliability.md', () => {
  it('names many proofs', () => {
    expect(proofs.length).toBeGreaterThan(40);
  });

  it.each(proofs)('$path has the tests $titles', ({ path, titles }) => {
    const file = join(docs, path);

    expect(existsSync(file)).toBe(true);
    const text = readFileSync(file, 'utf8');
    expect(titles.filter((title) => !text.includes(title))).toEqual([]);
  });
});
