import { mix } from '../random.ts';
import type { Place } from './selection.ts';

/**
 * The opaque text that a paging link carries: base64url of `o|modified|position|check`. What the real ones hold is
 * unknown; these are checked so that a client that makes up cursors is found out.
 */
export function encodeCursor({ modified, position }: Place): string {
  return Buffer.from(`o|${modified}|${position}|${checkOf(modified, position)}`).toString('base64url');
}

/** Nothing when the text was not made by `encodeCursor`. */
export function decodeCursor(cursor: string): Place | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, modifiedText, positionText, check] = /^o\|(\d+)\|(\d+)\|([0-9a-z]+)$/.exec(text) ?? [];
  const modified = Number(modifiedText);
  const position = Number(positionText);
  return check === checkOf(modified, position) ? { modified, position } : undefined;
}

function checkOf(modified: number, position: number): string {
  return mix(mix(0x6d6f62, modified), position).toString(36);
}
