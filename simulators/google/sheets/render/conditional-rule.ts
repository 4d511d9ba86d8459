import { renderGridRange } from '../grid-range.ts';
import type { ConditionalRule } from '../model.ts';

/** A rule as Google answers: sheet 0 is left out of its ranges. */
export function renderConditionalRule({ ranges, booleanRule, gradientRule }: ConditionalRule): object {
  return {
    ranges: ranges.map(renderGridRange),
    ...(booleanRule === undefined ? {} : { booleanRule }),
    ...(gradientRule === undefined ? {} : { gradientRule }),
  };
}
