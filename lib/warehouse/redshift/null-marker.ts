import { randomInt } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 10;

/**
 * What stands for null in the CSV of one process. COPY does not promise to tell an empty field from `""`, nor a quoted
 * text from an unquoted one, so null is a word that no text of the rows is: `~` and ten random characters.
 */
export function createNullMarker(): string {
  return `~${Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;
}
