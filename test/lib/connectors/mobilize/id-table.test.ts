import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdTable } from '../../../../lib/connectors/mobilize/id-table.ts';

test('holds what a Map holds, whatever the ids and however many were expected', () => {
  const id = fc.oneof(fc.nat(50), fc.maxSafeNat());
  const entries = fc.array(fc.tuple(id, fc.nat(0xffffffff)), { maxLength: 300 });
  fc.assert(
    fc.property(entries, fc.nat(400), (pairs, expected) => {
      const table = new IdTable(expected);
      for (const [key, value] of pairs) table.set(key, value);

      const map = new Map(pairs);
      expect(table.size).toBe(map.size);
      for (const [key, value] of map) expect(table.get(key)).toBe(value);
      expect(table.get(-7)).toBeUndefined();
    }),
  );
});
