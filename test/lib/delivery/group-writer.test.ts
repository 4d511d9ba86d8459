import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { GroupWriter } from '../../../lib/delivery/group-writer.ts';

it('stores every entry once, in order, and never two groups at a time', async () => {
  const stored: number[] = [];
  let storing = 0;
  let mostStoring = 0;
  let groups = 0;
  const writer = new GroupWriter<number>(async (entries) => {
    mostStoring = Math.max(mostStoring, ++storing);
    groups += 1;
    await sleep(1);
    stored.push(...entries);
    storing -= 1;
  });

  await Promise.all(Array.from({ length: 50 }, (_, index) => writer.write(index)));

  expect(stored).toEqual(Array.from({ length: 50 }, (_, index) => index));
  expect(mostStoring).toBe(1);
  expect(groups).toBeLessThan(10);
});

it('tells those whose group could not be stored, and goes on with the next', async () => {
  let calls = 0;
  const writer = new GroupWriter<number>(async () => {
    calls += 1;
    if (calls === 1) throw new Error('the database is gone');
  });

  await expect(writer.write(1)).rejects.toThrow('the database is gone');
  await expect(writer.write(2)).resolves.toBeUndefined();
});
