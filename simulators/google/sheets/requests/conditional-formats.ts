import { z } from 'zod';
import { invalidArgument } from '../../google-error.ts';
import { pairColours } from '../cells/cell-format.ts';
import type { SpreadsheetDraft } from '../draft.ts';
import { resolveGridRange } from '../grid-range.ts';
import type { ConditionalRule, Sheet } from '../model.ts';
import { renderConditionalRule } from '../render/conditional-rule.ts';
import { defineRequest } from './define.ts';
import { gridRange, jsonObject, sheetId } from './shapes.ts';

const index = z.int().nonnegative();

const rule = z.strictObject({
  ranges: z.array(gridRange).default([]),
  booleanRule: z
    .strictObject({
      condition: z.strictObject({
        type: z.string(),
        values: z.array(z.strictObject({ userEnteredValue: z.string().optional() })).optional(),
      }),
      format: jsonObject.optional(),
    })
    .optional(),
  gradientRule: jsonObject.optional(),
});

/** Conditional formats may only set these; Google refuses any other. */
const allowedFormat: ReadonlySet<string> = new Set(['backgroundColor', 'backgroundColorStyle', 'textFormat']);
const allowedTextFormat: ReadonlySet<string> = new Set([
  'bold',
  'italic',
  'strikethrough',
  'underline',
  'foregroundColor',
  'foregroundColorStyle',
]);

function checkRule(
  draft: SpreadsheetDraft,
  { ranges, booleanRule, gradientRule }: z.output<typeof rule>,
): ConditionalRule {
  if (ranges.length === 0) throw invalidArgument('A conditional format rule must have at least one range.');
  if ((booleanRule === undefined) === (gradientRule === undefined)) {
    throw invalidArgument('A conditional format rule must be either boolean or gradient.');
  }
  if (ranges.some((range) => range.sheetId !== ranges[0]?.sheetId)) {
    throw invalidArgument('All ranges of a conditional format rule must be on the same grid.');
  }
  for (const range of ranges) resolveGridRange(draft.edit(range.sheetId), range);
  assertFormat(booleanRule?.format);
  const { condition } = booleanRule ?? {};
  if (condition?.type === 'CUSTOM_FORMULA' && !condition.values?.[0]?.userEnteredValue?.startsWith('=')) {
    throw invalidArgument('A custom formula condition needs one value that starts with =.');
  }
  const format = booleanRule?.format && pairColours(booleanRule.format);
  return { ranges, gradientRule, booleanRule: booleanRule && { ...booleanRule, format } };
}

function assertFormat(format: Readonly<Record<string, unknown>> | undefined): void {
  const unknown =
    Object.keys(format ?? {}).find((field) => !allowedFormat.has(field)) ??
    Object.keys((format?.textFormat as object | undefined) ?? {}).find(
      (field) => !allowedTextFormat.has(field),
    );
  if (unknown === undefined) return;
  throw invalidArgument(`ConditionalFormatRule.format.${unknown} cannot be set by a conditional format.`);
}

/** Adding the same rule again adds a second one: rules stack. */
const addConditionalFormatRule = defineRequest(
  z.strictObject({ rule, index: index.default(0) }),
  (draft, { rule: given, index: at }) => {
    const checked = checkRule(draft, given);
    const sheet = draft.edit(given.ranges[0]?.sheetId ?? 0);
    sheet.conditionalFormats = sheet.conditionalFormats.toSpliced(at, 0, checked);
    return {};
  },
);

function ruleAt({ conditionalFormats }: Sheet, at: number): ConditionalRule {
  const found = conditionalFormats[at];
  if (found === undefined) throw invalidArgument(`No conditional format on sheet at index: ${at}`);
  return found;
}

const deleteConditionalFormatRule = defineRequest(
  z.strictObject({ sheetId: sheetId.default(0), index: index.default(0) }),
  (draft, { sheetId: id, index: at }) => {
    const sheet = draft.edit(id);
    const removed = ruleAt(sheet, at);
    sheet.conditionalFormats = sheet.conditionalFormats.toSpliced(at, 1);
    return { deleteConditionalFormatRule: { rule: renderConditionalRule(removed) } };
  },
);

/** Replaces the rule at an index, or moves it to another one. */
const updateConditionalFormatRule = defineRequest(
  z.strictObject({
    sheetId: sheetId.optional(),
    index: index.default(0),
    rule: rule.optional(),
    newIndex: index.optional(),
  }),
  (draft, { sheetId: id, index: at, rule: given, newIndex }) => {
    const sheet = draft.edit(id ?? given?.ranges[0]?.sheetId ?? 0);
    const oldRule = ruleAt(sheet, at);
    if (given === undefined && newIndex === undefined)
      throw invalidArgument('One of rule and newIndex must be set.');
    const newRule = given === undefined ? oldRule : checkRule(draft, given);
    sheet.conditionalFormats = sheet.conditionalFormats
      .toSpliced(at, 1)
      .toSpliced(newIndex ?? at, 0, newRule);
    return {
      updateConditionalFormatRule: {
        newRule: renderConditionalRule(newRule),
        ...(newIndex === undefined ? {} : { newIndex }),
        ...(given === undefined ? {} : { oldRule: renderConditionalRule(oldRule) }),
        ...(at === 0 ? {} : { oldIndex: at }),
      },
    };
  },
);

export const conditionalFormatRequests = {
  addConditionalFormatRule,
  deleteConditionalFormatRule,
  updateConditionalFormatRule,
};
