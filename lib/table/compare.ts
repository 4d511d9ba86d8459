import { toJson } from './json.ts';

/**
 * The order of cells of any type: nulls, then booleans, numbers (NaN first), dates, texts (by UTF-16 unit, as `<` does),
 * then lists and dicts by their JSON. Never throws on a mix, so one odd cell does not end a run.
 */
export function compareCells(left: unknown, right: unknown): number {
  if (left === right) return 0;
  const rank = rankOf(left);
  const difference = rank - rankOf(right);
  if (difference !== 0) return difference;
  return compareAlike(rank, left, right);
}

const ranks = { null: 0, boolean: 1, number: 2, date: 3, string: 4, other: 5 } as const;

function rankOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return ranks.string;
    case 'number':
    case 'bigint':
      return ranks.number;
    case 'boolean':
      return ranks.boolean;
    case 'undefined':
      return ranks.null;
    default:
      if (value === null) return ranks.null;
      return value instanceof Date ? ranks.date : ranks.other;
  }
}

function compareAlike(rank: number, left: unknown, right: unknown): number {
  if (rank === ranks.null) return 0;
  if (rank === ranks.date) return compareNumbers(Number(left), Number(right));
  if (rank === ranks.number) return compareNumbers(left as number, right as number);
  if (rank === ranks.other) return compareOrdered(toJson(left), toJson(right));
  return compareOrdered(left as string, right as string);
}

function compareNumbers(left: number, right: number): number {
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : -1;
  if (Number.isNaN(right)) return 1;
  return compareOrdered(left, right);
}

function compareOrdered<T extends string | number>(left: T, right: T): number {
  if (left < right) return -1;
  return left > right ? 1 : 0;
}
