import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { DeveloperMetadata, Worksheet } from './schema.ts';
import type { BatchRequest } from './sheets-api.ts';

const key = 'movement-etl.mark';

const markValue = z.object({
  mode: z.enum(['overwrite', 'append', 'merge']),
  /** Of the program that made the last write; only for people who look. */
  runId: z.string().optional(),
  /** Rows that the call to which the write belongs had stored by then. */
  rows: z.int(),
  /** Number of our columns, so that the next overwrite knows which cells are its own. */
  width: z.int(),
  /** Their names; left out when they are too long for developer metadata. */
  columns: z.array(z.string()).optional(),
  /** How far the data reaches, in the caller's own terms. */
  watermark: z.string().optional(),
});

/** What the last write said about itself. It is stored with the tab, as developer metadata, in the same batch as the rows. */
export type Mark = z.infer<typeof markValue>;

/** Google allows 30,000 characters of metadata a tab, of all programs together. */
const MAX_NAME_CHARACTERS = 15_000;

/** The part of a mark that tells our columns. */
export function describeColumns(columns: readonly string[]): Pick<Mark, 'width' | 'columns'> {
  const isShort = JSON.stringify(columns).length <= MAX_NAME_CHARACTERS;
  return { width: columns.length, ...(isShort ? { columns: [...columns] } : {}) };
}

/** Undefined when this program never wrote to the tab, or what is there is not of a form it knows. */
export function readMark(worksheet: Worksheet): Mark | undefined {
  for (const { metadataValue } of worksheet.metadata.filter(isMark)) {
    const mark = markValue.safeParse(parseJson(metadataValue));
    if (mark.success) return mark.data;
  }
  return undefined;
}

/** The columns that the last write had, for a write of `columns` now; none when there was no last write. */
export function knownColumns(mark: Mark | undefined, columns: readonly string[]): ReadonlySet<string> {
  return new Set(mark === undefined ? [] : (mark.columns ?? columns));
}

export function hasMark(worksheet: Worksheet | undefined, markId: number): boolean {
  return worksheet?.metadata.some(({ metadataId }) => metadataId === markId) ?? false;
}

/** An id of our choosing: a second creation with the same id is refused, and with it the whole batch. */
export function createMetadataId(): number {
  return randomInt(1, 2 ** 31 - 1);
}

/** Puts the mark in the place of those that are there. */
export function markRequests(worksheet: Worksheet, markId: number, mark: Mark): BatchRequest[] {
  const outdated = worksheet.metadata.filter(isMark).map(({ metadataId }) => deleteMetadata(metadataId));
  const developerMetadata = {
    metadataId: markId,
    metadataKey: key,
    metadataValue: JSON.stringify(mark),
    location: { sheetId: worksheet.sheetId },
    visibility: 'DOCUMENT',
  };
  return [...outdated, { createDeveloperMetadata: { developerMetadata } }];
}

export function deleteMetadata(metadataId: number): BatchRequest {
  return { deleteDeveloperMetadata: { dataFilter: { developerMetadataLookup: { metadataId } } } };
}

/** The worksheet as it is after the mark was put. */
export function withMark(worksheet: Worksheet, markId: number, mark: Mark): Worksheet {
  const others = worksheet.metadata.filter((metadata) => !isMark(metadata));
  const added = { metadataId: markId, metadataKey: key, metadataValue: JSON.stringify(mark) };
  return { ...worksheet, metadata: [...others, added] };
}

function isMark({ metadataKey }: DeveloperMetadata): boolean {
  return metadataKey === key;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
