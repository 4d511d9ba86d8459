import { z } from 'zod';

/** The whole answer to a delivered message: plain text, not JSON. A proxy's page with status 200 is no delivery. */
export const deliveredSchema = z.string().refine((body) => body.trim() === 'ok', 'the answer is not "ok"');

/** Slack's light markup; `&`, `<` and `>` in it must be escaped. */
export interface MarkdownText {
  readonly type: 'mrkdwn';
  readonly text: string;
}

/** A headline. */
export interface HeaderBlock {
  readonly type: 'header';
  readonly text: { readonly type: 'plain_text'; readonly text: string };
}

/** A paragraph, or up to ten fields in two columns. */
export type SectionBlock =
  | { readonly type: 'section'; readonly text: MarkdownText }
  | { readonly type: 'section'; readonly fields: readonly MarkdownText[] };

/** The body of a webhook call. `text` is what notifications show; blocks alone give an empty one. */
export interface SlackPayload {
  readonly text: string;
  readonly blocks: readonly (HeaderBlock | SectionBlock)[];
}
