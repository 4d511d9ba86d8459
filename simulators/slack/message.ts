import { z } from 'zod';
import type { Refusal } from './answers.ts';

const text = (max: number) =>
  z.looseObject({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string().min(1).max(max) });
const plainText = (max: number) =>
  z.looseObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max) });
const blockId = z.string().max(255).optional();

/**
 * Block kinds with the limits of the Block Kit reference; kinds not listed pass unchecked.
 * Source: @slack/types 3.2.0.
 */
const checkedBlocks = new Map<string, z.ZodType>([
  ['header', z.looseObject({ text: plainText(150), block_id: blockId })],
  [
    'section',
    z
      .looseObject({
        text: text(3_000).optional(),
        fields: z.array(text(2_000)).min(1).max(10).optional(),
        block_id: blockId,
      })
      .refine((section) => section.text !== undefined || section.fields !== undefined),
  ],
  ['context', z.looseObject({ elements: z.array(z.unknown()).min(1).max(10), block_id: blockId })],
  ['actions', z.looseObject({ elements: z.array(z.unknown()).min(1).max(25), block_id: blockId })],
  ['divider', z.looseObject({ block_id: blockId })],
]);

const block = z.looseObject({ type: z.string() }).refine((candidate) => {
  const schema = checkedBlocks.get(candidate.type);
  return schema === undefined || schema.safeParse(candidate).success;
});
const blocks = z.array(block).max(50);
const attachments = z.array(z.looseObject({}));

/** A recorded message. */
export interface SlackMessage {
  readonly receivedAt: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly attachments: readonly unknown[];
}

const maxTextCharacters = 40_000;
const maxAttachments = 100;

/** Checks a payload as the webhook does; too long a text is cut, everything else that is too long is refused. */
export function readMessage(payload: unknown, receivedAt: string): SlackMessage | Refusal {
  const message = z.looseObject({ text: z.string().optional() }).safeParse(payload);
  if (!message.success) return 'invalid_payload';
  const { text: givenText = '', blocks: givenBlocks = [], attachments: givenAttachments = [] } = message.data;

  const checked = blocks.safeParse(givenBlocks);
  if (!checked.success) return 'invalid_blocks';
  const attached = attachments.safeParse(givenAttachments);
  if (!attached.success) return 'invalid_attachments';
  if (attached.data.length > maxAttachments) return 'too_many_attachments';
  if (givenText === '' && checked.data.length === 0 && attached.data.length === 0) return 'no_text';
  return {
    receivedAt,
    text: givenText.slice(0, maxTextCharacters),
    blocks: checked.data,
    attachments: attached.data,
  };
}
