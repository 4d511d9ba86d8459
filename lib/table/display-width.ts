const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const invisible = /^[\p{Mark}\p{Format}]+$/u;
const wide =
  /^(\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6])/u;

/** How many columns of a terminal a text takes: East Asian characters and emoji take two, combining marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** Cuts a text to a width; the cut shows as an ellipsis. */
export function fitToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let fitting = '';
  let taken = 1;
  for (const { segment } of graphemes.segment(text)) {
    taken += graphemeWidth(segment);
    if (taken > width) break;
    fitting += segment;
  }
  return `${fitting}…`;
}

function graphemeWidth(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}
