/** Rounded to whole rows; 0 for a step that has only just begun. */
export function rowsPerSecond({ rows, durationMs }: { rows: number; durationMs: number }): number {
  return durationMs < 1 ? 0 : Math.round((rows * 1_000) / durationMs);
}
