import { escapeAndCut } from './escape.ts';
import type { HeaderBlock, MarkdownText, SectionBlock, SlackPayload } from './schema.ts';

/** What to say. Slack shows the title as a headline, the fields in two columns, the text as preformatted detail. */
export interface SlackMessage {
  readonly title: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly text?: string;
}

/** Source: @slack/types 3.2.0; what is longer is refused with `invalid_blocks`, so it is cut here. */
const MAX_HEADER_LENGTH = 150;
const MAX_SECTION_LENGTH = 3_000;
const MAX_FIELD_LENGTH = 2_000;
const MAX_FIELDS_PER_SECTION = 10;
const MAX_BLOCKS = 50;
/** Recommended for the top-level text; Slack cuts at 40,000. */
const MAX_TEXT_LENGTH = 4_000;
/** Slack refuses all blocks together from about 13,000 characters on (slackapi/bolt-js#2509). */
const MAX_TOTAL_LENGTH = 12_000;

const FENCE = '```';

/**
 * Builds the body of one message: headline, fields, detail, everything escaped and cut to Slack's limits. The headline
 * and the detail always have room; fields that no longer fit are left out, the last ones first.
 */
export function toSlackPayload({ title, fields, text = '' }: SlackMessage): SlackPayload {
  const header = toHeader(title);
  const detail = text.trim() === '' ? [] : [toDetail(text)];
  const detailLength = detail.reduce((length, block) => length + block.text.text.length, 0);
  const fieldTexts = takeWithin(
    fields.map(toField),
    MAX_TOTAL_LENGTH - header.text.text.length - detailLength,
  );
  const sections = toSections(fieldTexts).slice(0, MAX_BLOCKS - 1 - detail.length);
  return { text: toNotification(title, text), blocks: [header, ...sections, ...detail] };
}

function toHeader(title: string): HeaderBlock {
  const text = escapeAndCut(oneLine(title) || 'Message', MAX_HEADER_LENGTH);
  return { type: 'header', text: { type: 'plain_text', text } };
}

function toField([name, value]: readonly [string, string]): MarkdownText {
  return { type: 'mrkdwn', text: escapeAndCut(`*${oneLine(name)}*\n${value}`, MAX_FIELD_LENGTH) };
}

/** The fence is closed after the cut, and the text cannot close it earlier. */
function toDetail(text: string): { type: 'section'; text: MarkdownText } {
  const inside = escapeAndCut(text.trim().replaceAll(FENCE, "'''"), MAX_SECTION_LENGTH - 2 * FENCE.length);
  return { type: 'section', text: { type: 'mrkdwn', text: `${FENCE}${inside}${FENCE}` } };
}

function toNotification(title: string, text: string): string {
  const firstLine = text.trim().split('\n', 1)[0] ?? '';
  return escapeAndCut([oneLine(title), firstLine].filter(Boolean).join(': ') || 'Message', MAX_TEXT_LENGTH);
}

function takeWithin(texts: readonly MarkdownText[], maxLength: number): readonly MarkdownText[] {
  let length = 0;
  const firstTooMany = texts.findIndex(({ text }) => {
    length += text.length;
    return length > maxLength;
  });
  return firstTooMany === -1 ? texts : texts.slice(0, firstTooMany);
}

function toSections(fields: readonly MarkdownText[]): SectionBlock[] {
  const sections: SectionBlock[] = [];
  for (let start = 0; start < fields.length; start += MAX_FIELDS_PER_SECTION) {
    sections.push({ type: 'section', fields: fields.slice(start, start + MAX_FIELDS_PER_SECTION) });
  }
  return sections;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
