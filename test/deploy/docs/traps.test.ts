import { describe, expect, it } from 'vitest';
import { readRepositoryFile } from '../compose/compose-files.ts';

const rows = [...readRepositoryFile('docs/traps.md').matchAll(/^\| (.+?) +\| `(test\/\S+)`: (.+?) +\|$/gm)];

describe('docs/traps.md', () => {
  it.each(rows.map(([, trap = '', file = '', title = '']) => ({ trap, file, title })))(
    'names a test that is there: $trap',
    ({ file, title }) => {
      expect(readRepositoryFile(file)).toContain(title);
    },
  );

  it('is read row by row', () => {
    const lines = readRepositoryFile('docs/traps.md').split('\n');

    expect(rows).toHaveLength(lines.filter((line) => line.includes('`test/')).length);
  });
});
