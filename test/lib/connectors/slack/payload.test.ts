import { describe, expect, it } from 'vitest';
import { toSlackPayload } from '../../../../lib/connectors/slack/payload.ts';
import type { SlackPayload } from '../../../../lib/connectors/slack/schema.ts';

describe('toSlackPayload', () => {
  it('builds headline, fields and preformatted detail', () => {
    const payload = toSlackPayload({
      title: 'FAILED mobilize-to-sheets (prod)',
      fields: [
        ['Run', '2026-01-05T07:00Z-3f2a'],
        ['Stage', 'load'],
      ],
      text: 'RESOURCE_EXHAUSTED …',
    });

    expect(payload).toEqual({
      text: 'FAILED mobilize-to-sheets (prod): RESOURCE_EXHAUSTED …',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'FAILED mobilize-to-sheets (prod)' } },
        {
          type: 'section',
          fields: [
            { type: 'mrkdwn', text: '*Run*\n2026-01-05T07:00Z-3f2a' },
            { type: 'mrkdwn', text: '*Stage*\nload' },
          ],
        },
        { type: 'section', text: { type: 'mrkdwn', text: '```RESOURCE_EXHAUSTED …```' } },
      ],
    });
  });

  it('leaves out what is empty, because Slack refuses empty blocks', () => {
    const payload = toSlackPayload({ title: 'OK', fields: [], text: ' \n' });

    expect(payload.blocks).toHaveLength(1);
    expect(payload.text).toBe('OK');
  });

  it('never sends an empty headline', () => {
    expect(toSlackPayload({ title: '', fields: [] })).toMatchObject({
      text: 'Message',
      blocks: [{ text: { text: 'Message' } }],
    });
  });

  it('escapes data in every place, so that it pings nobody', () => {
    const payload = toSlackPayload({
      title: '<!here>',
      fields: [['<!here>', '<!channel>']],
      text: 'a & <@U1>',
    });

    expect(JSON.stringify(payload)).not.toMatch(/<|& /);
  });

  it('does not let the text close its own fence', () => {
    const payload = toSlackPayload({ title: 'x', fields: [], text: 'a ``` b' });

    expect(payload.blocks[1]).toEqual({ type: 'section', text: { type: 'mrkdwn', text: "```a ''' b```" } });
  });

  it.each([
    ['a long title', { title: '&'.repeat(1_000), fields: [] }],
    ['a long text', { title: 'x', fields: [], text: '<'.repeat(10_000) }],
    ['a long value', { title: 'x', fields: [['name', 'v'.repeat(50_000)] as const] }],
    [
      'many fields',
      { title: 'x', fields: Array.from({ length: 2_000 }, () => ['n', 'v'] as const), text: 'detail' },
    ],
    [
      'everything',
      {
        title: 't'.repeat(999),
        fields: Array.from({ length: 99 }, () => ['n', 'v'.repeat(999)] as const),
        text: 'd'.repeat(9_999),
      },
    ],
  ])('keeps every limit of Slack with %s', (_what, message) => {
    const payload = toSlackPayload(message);

    expectWithinLimits(payload);
  });

  it('keeps the detail when there are more fields than fit', () => {
    const fields = Array.from({ length: 30 }, () => ['n', 'v'.repeat(1_900)] as const);

    const payload = toSlackPayload({ title: 'x', fields, text: 'the reason' });

    expect(payload.blocks.at(-1)).toMatchObject({ text: { text: '```the reason```' } });
  });
});

function expectWithinLimits({ text, blocks }: SlackPayload): void {
  const texts = blocks.flatMap((block) =>
    'fields' in block ? block.fields.map((field) => field.text) : [block.text.text],
  );
  expect(text.length).toBeLessThanOrEqual(4_000);
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(texts.join('').length).toBeLessThan(13_000);
  for (const block of blocks) {
    if (block.type === 'header') expect(block.text.text.length).toBeLessThanOrEqual(150);
    else if ('text' in block) expect(block.text.text.length).toBeLessThanOrEqual(3_000);
    else {
      expect(block.fields.length).toBeLessThanOrEqual(10);
      for (const field of block.fields) expect(field.text.length).toBeLessThanOrEqual(2_000);
    }
  }
}
