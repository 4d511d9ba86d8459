import type { Random } from '../random.ts';

/** Draws until an id is free: after a restart the seeded numbers come again, and the stored ids are still there. */
export function drawFreeId<Id>(draw: () => Id, isTaken: (id: Id) => boolean): Id {
  let id = draw();
  while (isTaken(id)) id = draw();
  return id;
}

/** A positive 32-bit number that is not among the taken ones, as Google gives to tabs, metadata and protections. */
export function drawFreeNumber(random: Random, taken: Iterable<number>): number {
  const takenNumbers = new Set(taken);
  return drawFreeId(
    () => 1 + random.integer(2 ** 31 - 1),
    (id) => takenNumbers.has(id),
  );
}
