import { createMetadataId, hasMark, type Mark, markRequests, withMark } from './mark.ts';
import type { Worksheet } from './schema.ts';
import type { BatchRequest, SheetsApi } from './sheets-api.ts';

/**
 * Applies the requests and the mark in one atomic batch, exactly once, and answers with the worksheet as it then is (as far as
 * the mark is concerned).
 *
 * Once, because of three things. When the answer is lost, the mark that is in the spreadsheet tells whether the batch took effect,
 * and only a batch that did not is sent again. Should the first one arrive late, after that look, it finds its mark's id taken, and
 * Google refuses it whole. And a process that dies here leaves either nothing or everything, mark included, to the next run.
 */
export async function commit(
  api: SheetsApi,
  spreadsheetId: string,
  worksheet: Worksheet,
  requests: readonly BatchRequest[],
  mark: Mark,
): Promise<Worksheet> {
  const markId = createMetadataId();
  await api.batchUpdate(spreadsheetId, [...requests, ...markRequests(worksheet, markId, mark)], {
    landed: async () => {
      const { worksheets } = await api.spreadsheet(spreadsheetId);
      return hasMark(
        worksheets.find(({ sheetId }) => sheetId === worksheet.sheetId),
        markId,
      );
    },
  });
  return withMark(worksheet, markId, mark);
}
