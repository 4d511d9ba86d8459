import { type Rectangle, toGridRange } from './requests.ts';
import type { Worksheet } from './schema.ts';
import type { BatchRequest } from './sheets-api.ts';

/**
 * The filter arrows in the header. `isNew`: the tab was never written, so it gets a filter unless people have made one. Later a filter
 * that starts in the header is only widened to the rows and columns that there are now, with what people have chosen in it.
 */
export function filterRequests(
  { basicFilter: found }: Worksheet,
  data: Rectangle,
  { isNew }: { readonly isNew: boolean },
): BatchRequest[] {
  const wanted = { ...toGridRange(data), startRowIndex: 0 };
  if (found === undefined) return isNew ? [{ setBasicFilter: { filter: { range: wanted } } }] : [];
  const { range = {} } = found;
  const startColumnIndex = range.startColumnIndex ?? 0;
  const endColumnIndex = range.endColumnIndex ?? wanted.endColumnIndex;
  const isOverOurs =
    (range.startRowIndex ?? 0) === 0 &&
    startColumnIndex < wanted.endColumnIndex &&
    endColumnIndex > wanted.startColumnIndex;
  const widened = {
    ...wanted,
    startColumnIndex: Math.min(startColumnIndex, wanted.startColumnIndex),
    endColumnIndex: Math.max(endColumnIndex, wanted.endColumnIndex),
    endRowIndex: Math.max(range.endRowIndex ?? wanted.endRowIndex, wanted.endRowIndex),
  };
  const isWideEnough =
    widened.startColumnIndex === startColumnIndex &&
    widened.endColumnIndex === endColumnIndex &&
    widened.endRowIndex === (range.endRowIndex ?? wanted.endRowIndex);
  return isOverOurs && !isWideEnough ? [{ setBasicFilter: { filter: { ...found, range: widened } } }] : [];
}
