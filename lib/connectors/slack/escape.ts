const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const ELLIPSIS = '…';

/**
 * Escapes the three characters that Slack reads as markup (so `<!channel>` in data pings nobody) and cuts to
 * `maxLength` characters as sent, never inside an entity or a surrogate pair. A cut text ends in `…`.
 *
 * Source: https://docs.slack.dev/messaging/formatting-message-text, read 2026-08-05.
 */
export function escapeAndCut(text: string, maxLength: number): string {
  let escaped = '';
  let lengthWithRoom = 0;
  for (const character of text) {
    escaped += ENTITIES[character] ?? character;
    if (escaped.length <= maxLength - ELLIPSIS.length) lengthWithRoom = escaped.length;
    if (escaped.length > maxLength) return `${escaped.slice(0, lengthWithRoom)}${ELLIPSIS}`;
  }
  return escaped;
}
