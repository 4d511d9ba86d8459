import { z } from 'zod';
import { invalidArgument } from '../google-error.ts';
import { resolveA1, sheetById } from './grid-range.ts';
import type { DeveloperMetadata, GridRange, MetadataLocation, Spreadsheet } from './model.ts';
import { dimension, gridRange, sheetId } from './requests/shapes.ts';

/** Characters (keys and values together) that a tab, or the spreadsheet itself, may carry. Source: Sheets guide on metadata. */
export const metadataCharacterLimit = 30_000;

export const metadataLocation = z.strictObject({
  locationType: z.enum(['SPREADSHEET', 'SHEET', 'ROW', 'COLUMN']).optional(),
  spreadsheet: z.boolean().optional(),
  sheetId: sheetId.optional(),
  dimensionRange: z
    .strictObject({
      sheetId: sheetId.default(0),
      dimension,
      startIndex: z.int().nonnegative().default(0),
      endIndex: z.int().positive(),
    })
    .optional(),
});

const lookup = z.strictObject({
  locationType: z.enum(['SPREADSHEET', 'SHEET', 'ROW', 'COLUMN']).optional(),
  metadataLocation: metadataLocation.optional(),
  locationMatchingStrategy: z.enum(['EXACT_LOCATION', 'INTERSECTING_LOCATION']).optional(),
  metadataId: z.int().optional(),
  metadataKey: z.string().optional(),
  metadataValue: z.string().optional(),
  visibility: z.enum(['DOCUMENT', 'PROJECT']).optional(),
});

export const dataFilter = z.strictObject({
  developerMetadataLookup: lookup.optional(),
  a1Range: z.string().optional(),
  gridRange: gridRange.optional(),
});
export type DataFilter = z.output<typeof dataFilter>;

/** @throws GoogleError 400 unless exactly one place is named, and a dimension range of one row or column. */
export function readLocation(
  spreadsheet: Spreadsheet,
  location: z.output<typeof metadataLocation>,
): MetadataLocation {
  if (location.spreadsheet === true) return { locationType: 'SPREADSHEET' };
  const { dimensionRange } = location;
  if (dimensionRange !== undefined) {
    const { sheetId: id, startIndex, endIndex } = dimensionRange;
    const sheet = sheetById(spreadsheet, id);
    const rows = dimensionRange.dimension === 'ROWS';
    if (endIndex - startIndex !== 1) {
      throw invalidArgument('Developer metadata can only be associated with a single row or column.');
    }
    if (endIndex > (rows ? sheet.rowCount : sheet.columnCount)) {
      throw invalidArgument(`dimensionRange.endIndex[${endIndex}] is beyond the grid limits.`);
    }
    return { locationType: rows ? 'ROW' : 'COLUMN', sheetId: id, startIndex, endIndex };
  }
  if (location.sheetId === undefined)
    throw invalidArgument('A location of the developer metadata must be set.');
  return { locationType: 'SHEET', sheetId: sheetById(spreadsheet, location.sheetId).sheetId };
}

/** The metadata that a filter finds. */
export function findMetadata(spreadsheet: Spreadsheet, filter: DataFilter): DeveloperMetadata[] {
  const { developerMetadataLookup: wanted, a1Range } = filter;
  if (wanted !== undefined) {
    const place = wanted.metadataLocation && readLocation(spreadsheet, wanted.metadataLocation);
    return spreadsheet.developerMetadata.filter(
      (entry) =>
        (wanted.metadataId === undefined || entry.metadataId === wanted.metadataId) &&
        (wanted.metadataKey === undefined || entry.metadataKey === wanted.metadataKey) &&
        (wanted.metadataValue === undefined || entry.metadataValue === wanted.metadataValue) &&
        (wanted.visibility === undefined || entry.visibility === wanted.visibility) &&
        (wanted.locationType === undefined || entry.location.locationType === wanted.locationType) &&
        (place === undefined || matchesPlace(entry.location, place, wanted.locationMatchingStrategy)),
    );
  }
  const range = filter.gridRange ?? (a1Range === undefined ? undefined : rangeOfA1(spreadsheet, a1Range));
  if (range === undefined) throw invalidArgument('A data filter must be set.');
  return spreadsheet.developerMetadata.filter(({ location }) => liesIn(location, range));
}

function matchesPlace(
  location: MetadataLocation,
  place: MetadataLocation,
  strategy = 'EXACT_LOCATION',
): boolean {
  if (strategy === 'EXACT_LOCATION') return JSON.stringify(location) === JSON.stringify(place);
  if (place.locationType === 'SPREADSHEET') return true;
  return location.locationType !== 'SPREADSHEET' && location.sheetId === place.sheetId;
}

function rangeOfA1(spreadsheet: Spreadsheet, text: string): GridRange {
  const { sheet, written } = resolveA1(spreadsheet, text);
  return {
    sheetId: sheet.sheetId,
    startRowIndex: written.startRow,
    endRowIndex: written.endRow,
    startColumnIndex: written.startColumn,
    endColumnIndex: written.endColumn,
  };
}

function liesIn(location: MetadataLocation, range: GridRange): boolean {
  if (location.locationType === 'SPREADSHEET' || location.sheetId !== (range.sheetId ?? 0)) return false;
  if (location.locationType === 'SHEET') return true;
  const rows = location.locationType === 'ROW';
  const start = (rows ? range.startRowIndex : range.startColumnIndex) ?? 0;
  const end = (rows ? range.endRowIndex : range.endColumnIndex) ?? Number.POSITIVE_INFINITY;
  return location.startIndex >= start && location.endIndex <= end;
}

/** The cells that a filter finds: rows and columns with metadata, a whole tab, or the range itself. */
export function filterRanges(spreadsheet: Spreadsheet, filter: DataFilter): GridRange[] {
  if (filter.gridRange !== undefined) return [filter.gridRange];
  if (filter.a1Range !== undefined) return [rangeOfA1(spreadsheet, filter.a1Range)];
  return findMetadata(spreadsheet, filter).flatMap(({ location }) => {
    if (location.locationType === 'SPREADSHEET')
      return spreadsheet.sheets.map((sheet) => ({ sheetId: sheet.sheetId }));
    if (location.locationType === 'SHEET') return [{ sheetId: location.sheetId }];
    const { sheetId: id, startIndex, endIndex } = location;
    return location.locationType === 'ROW'
      ? [{ sheetId: id, startRowIndex: startIndex, endRowIndex: endIndex }]
      : [{ sheetId: id, startColumnIndex: startIndex, endColumnIndex: endIndex }];
  });
}

/** @throws GoogleError 400 when a tab, or the spreadsheet itself, carries too much. */
export function assertMetadataLimit(entries: readonly DeveloperMetadata[]): void {
  const characters = new Map<number | undefined, number>();
  for (const { location, metadataKey, metadataValue } of entries) {
    const owner = location.locationType === 'SPREADSHEET' ? undefined : location.sheetId;
    const total = (characters.get(owner) ?? 0) + metadataKey.length + (metadataValue?.length ?? 0);
    if (total > metadataCharacterLimit) {
      throw invalidArgument(
        `The developer metadata exceeds the limit of ${metadataCharacterLimit} characters.`,
      );
    }
    characters.set(owner, total);
  }
}

/** As Google answers; unlike elsewhere the sheet's id is shown even when it is 0. */
export function renderMetadata({ location, ...entry }: DeveloperMetadata): object {
  return { ...entry, location: renderLocation(location) };
}

function renderLocation(location: MetadataLocation): object {
  const { locationType } = location;
  switch (locationType) {
    case 'SPREADSHEET':
      return { locationType, spreadsheet: true };
    case 'SHEET':
      return { locationType, sheetId: location.sheetId };
    case 'ROW':
    case 'COLUMN': {
      const { sheetId: id, startIndex, endIndex } = location;
      const along = locationType === 'ROW' ? 'ROWS' : 'COLUMNS';
      return { locationType, dimensionRange: { sheetId: id, dimension: along, startIndex, endIndex } };
    }
  }
}
