import { GoogleError, invalidArgument } from '../../google-error.ts';
import type { SpreadsheetDraft } from '../draft.ts';
import { cellRequests } from './cells.ts';
import { conditionalFormatRequests } from './conditional-formats.ts';
import type { RequestKind } from './define.ts';
import { developerMetadataRequests } from './developer-metadata.ts';
import { dimensionRequests } from './dimensions.ts';
import { filterRequests } from './filters.ts';
import { namedRangeRequests } from './named-ranges.ts';
import { pasteRequests } from './paste.ts';
import { protectedRangeRequests } from './protected-ranges.ts';
import { rangeRequests } from './ranges.ts';
import { sheetRequests } from './sheets.ts';

const kinds: Readonly<Record<string, RequestKind>> = {
  ...sheetRequests,
  ...cellRequests,
  ...dimensionRequests,
  ...rangeRequests,
  ...pasteRequests,
  ...conditionalFormatRequests,
  ...filterRequests,
  ...protectedRangeRequests,
  ...namedRangeRequests,
  ...developerMetadataRequests,
};

const maximumRequests = 100_000;

/**
 * Applies the requests of a batchUpdate to a draft in their order and gives one reply each. The payload is checked as
 * a whole first. The caller throws the draft away when this throws, so that nothing is applied.
 *
 * @throws GoogleError 400; for a request that cannot be applied it names its index and kind.
 */
export function applyRequests(draft: SpreadsheetDraft, requests: readonly unknown[]): unknown[] {
  if (requests.length === 0) throw invalidArgument('Must specify at least one request.');
  if (requests.length > maximumRequests) {
    throw invalidArgument(`Cannot exceed ${maximumRequests} requests in a single batch.`);
  }
  const parsed = requests.map(parseRequest);
  return parsed.map(({ kind, apply }, index) => {
    try {
      return apply(draft);
    } catch (error) {
      if (!(error instanceof GoogleError)) throw error;
      throw invalidArgument(`Invalid requests[${index}].${kind}: ${error.message}`);
    }
  });
}

function parseRequest(request: unknown, index: number) {
  const entries = Object.entries(Object(request));
  const [entry] = entries;
  if (entry === undefined) throw invalidArgument(`Invalid requests[${index}]: No request set.`);
  const [kind, body] = entry;
  const definition = kinds[kind];
  if (definition === undefined) {
    throw invalidArgument(
      `Invalid JSON payload received. Unknown name "${kind}" at 'requests[${index}]': Cannot find field.`,
    );
  }
  if (entries.length > 1) {
    throw invalidArgument(
      `Invalid value at 'requests[${index}]' (oneof), oneof field 'kind' is already set. Cannot set '${entries[1]?.[0]}'`,
    );
  }
  return { kind, apply: definition.parse(body, `requests[${index}].${kind}`) };
}
