/** A stream of numbers that is the same for the same seed and name on every machine. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number of at least 0, below `bound`. */
  integer(bound: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** Shaped like a version 4 uuid. */
  uuid(): string;
}

/** A well-mixed unsigned 32-bit number for two numbers: a random value that can be asked for by index. */
export function mix(seed: number, index: number): number {
  let hash = Math.imul(index ^ (seed + 0x9e3779b9), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** One stream for each name, so that a simulator's numbers do not depend on what the others do. */
export function createRandom(seed: number, name: string): Random {
  let state = seed >>> 0;
  for (const character of name) state = mix(state, character.codePointAt(0) ?? 0);
  let drawn = 0;
  const word = () => mix(state, ++drawn);
  const integer = (bound: number) => Math.floor((word() / 0x1_0000_0000) * bound);

  return {
    next: () => word() / 0x1_0000_0000,
    integer,
    // The index is below the length, and the list has at least one element.
    pick: <T>(choices: readonly [T, ...T[]]): T => choices[integer(choices.length)] as T,
    uuid: () => {
      const hex = Array.from({ length: 4 }, () => word().toString(16).padStart(8, '0')).join('');
      const variant = '89ab'[integer(4)];
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
  };
}
