import { expect, test } from 'vitest';
import { LookAhead } from '../../../../lib/connectors/mobilize/look-ahead.ts';

test('asks for few pages ahead while answers are fast, and for more as they take longer', async () => {
  const lookAhead = new LookAhead();
  const before = lookAhead.pages;

  for (let call = 0; call < 6; call++)
    await lookAhead.time(() => new Promise((resolve) => setTimeout(resolve, 200)));

  expect(before).toBe(3);
  expect(lookAhead.pages).toBeGreaterThan(3);
  expect(lookAhead.pages).toBeLessThanOrEqual(15);
});
