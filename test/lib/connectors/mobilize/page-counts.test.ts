import { expect, test } from 'vitest';
import { PageCounts } from '../../../../lib/connectors/mobilize/page-counts.ts';

test.each([
  ['stays', [5, 5, 5, 5, 5], false],
  ['grows', [5, 6, 7, 8, 9], false],
  ['seems to shrink between pages that were read together', [5, 7, 6, 7, 7], false],
  ['has shrunk', [5, 5, 5, 4, 4], true],
  ['had shrunk for a while', [5, 5, 5, 4, 5], true],
])('a list that %s', (_, counts, haveDropped) => {
  const [first = 0, ...later] = counts;
  const pageCounts = new PageCounts(first, 2);

  for (const count of later) pageCounts.add(count);

  expect(pageCounts.haveDropped).toBe(haveDropped);
  expect(pageCounts.last).toBe(counts.at(-1));
});
