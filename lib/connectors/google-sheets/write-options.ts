import type { RowRejects } from './encoded-rows.ts';
import type { TabFormat } from './format.ts';

/** What all three write modes take. */
export interface WriteOptions {
  readonly format?: TabFormat;
  /** Takes rows that no cell can hold; without it the first such row ends the call. */
  readonly rejected?: RowRejects;
  /** Stored with the tab, see `readWatermark`. A function is asked when all rows have been read. */
  readonly watermark?: string | (() => string | undefined);
  readonly runId?: string;
  /** Called directly before each request that people will see; when it throws (a lost lease), that request is not sent. */
  readonly beforeCommit?: () => Promise<void>;
}

export interface KeyedWriteOptions extends WriteOptions {
  /** The column whose value is a row's identity. Text and numbers that read the same are the same key. */
  readonly key: string;
}

export function resolveWatermark(watermark: WriteOptions['watermark']): string | undefined {
  return typeof watermark === 'function' ? watermark() : watermark;
}
