import type { EncodingTally } from '../encode/encode-rows.ts';
import type { LoadResult } from '../warehouse.ts';

export interface Outcome {
  readonly inserted: number;
  readonly updated?: number;
  readonly duplicates?: number;
}

/** What is told to the caller of a load. */
export function toLoadResult(
  { read, rejected, replacedCharacters }: EncodingTally,
  { inserted, updated = 0, duplicates = 0 }: Outcome,
): LoadResult {
  return {
    read,
    written: inserted + updated,
    inserted,
    updated,
    duplicates,
    rejected,
    replacedCharacters,
  };
}
