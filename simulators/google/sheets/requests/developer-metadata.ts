import { z } from 'zod';
import { drawFreeNumber } from '../../free-id.ts';
import { invalidArgument } from '../../google-error.ts';
import {
  assertMetadataLimit,
  type DataFilter,
  dataFilter,
  findMetadata,
  metadataLocation,
  readLocation,
  renderMetadata,
} from '../developer-metadata.ts';
import type { SpreadsheetDraft } from '../draft.ts';
import { below } from '../field-mask.ts';
import type { DeveloperMetadata } from '../model.ts';
import { defineRequest } from './define.ts';
import { fields } from './shapes.ts';
import { readPropertiesMask } from './sheet-properties.ts';

const visibility = z.enum(['DOCUMENT', 'PROJECT']);

const developerMetadata = z.strictObject({
  metadataId: z.int().nonnegative().optional(),
  metadataKey: z.string().optional(),
  metadataValue: z.string().optional(),
  location: metadataLocation.optional(),
  visibility: visibility.optional(),
});

function store({ spreadsheet }: SpreadsheetDraft, entries: readonly DeveloperMetadata[]): void {
  assertMetadataLimit(entries);
  Object.assign(spreadsheet, { developerMetadata: entries });
}

/** Keys may repeat; an id that is taken is refused, which lets a caller create something exactly once. */
const createDeveloperMetadata = defineRequest(
  z.strictObject({ developerMetadata }),
  (draft, { developerMetadata: { metadataId, metadataKey, metadataValue, location, visibility: shown } }) => {
    const { spreadsheet, context } = draft;
    if (!metadataKey) throw invalidArgument('The metadata key must be set.');
    if (shown === undefined) throw invalidArgument('The metadata visibility must be specified.');
    const taken = spreadsheet.developerMetadata.map((entry) => entry.metadataId);
    const id = metadataId ?? drawFreeNumber(context.random, taken);
    if (taken.includes(id)) {
      throw invalidArgument(`Developer metadata with the id ${id} already exists.`);
    }
    const entry: DeveloperMetadata = {
      metadataId: id,
      metadataKey,
      ...(metadataValue === undefined ? {} : { metadataValue }),
      location: readLocation(spreadsheet, location ?? {}),
      visibility: shown,
    };
    store(draft, [...spreadsheet.developerMetadata, entry]);
    return { createDeveloperMetadata: { developerMetadata: renderMetadata(entry) } };
  },
);

function findAll(draft: SpreadsheetDraft, filters: readonly DataFilter[]): Set<DeveloperMetadata> {
  return new Set(filters.flatMap((filter) => findMetadata(draft.spreadsheet, filter)));
}

/** Changes what the filters find; finding nothing is no error and gives an empty reply. */
const updateDeveloperMetadata = defineRequest(
  z.strictObject({ dataFilters: z.array(dataFilter).min(1), developerMetadata, fields }),
  (draft, { dataFilters, developerMetadata: given, fields: mask }) => {
    const tree = readPropertiesMask(mask);
    const masked = (field: string) => below(tree, field) !== undefined;
    const found = findAll(draft, dataFilters);
    const updated: DeveloperMetadata[] = [];
    const entries = draft.spreadsheet.developerMetadata.map((entry) => {
      if (!found.has(entry)) return entry;
      const changed: DeveloperMetadata = {
        ...entry,
        ...(masked('metadataKey') && given.metadataKey !== undefined
          ? { metadataKey: given.metadataKey }
          : {}),
        ...(masked('metadataValue') ? { metadataValue: given.metadataValue } : {}),
        ...(masked('visibility') && given.visibility !== undefined ? { visibility: given.visibility } : {}),
        ...(masked('location') && given.location !== undefined
          ? { location: readLocation(draft.spreadsheet, given.location) }
          : {}),
      };
      updated.push(changed);
      return changed;
    });
    store(draft, entries);
    if (updated.length === 0) return { updateDeveloperMetadata: {} };
    return { updateDeveloperMetadata: { developerMetadata: updated.map(renderMetadata) } };
  },
);

const deleteDeveloperMetadata = defineRequest(
  z.strictObject({ dataFilter }),
  (draft, { dataFilter: filter }) => {
    const found = findAll(draft, [filter]);
    store(
      draft,
      draft.spreadsheet.developerMetadata.filter((entry) => !found.has(entry)),
    );
    if (found.size === 0) return { deleteDeveloperMetadata: {} };
    return { deleteDeveloperMetadata: { deletedDeveloperMetadata: [...found].map(renderMetadata) } };
  },
);

export const developerMetadataRequests = {
  createDeveloperMetadata,
  updateDeveloperMetadata,
  deleteDeveloperMetadata,
};
