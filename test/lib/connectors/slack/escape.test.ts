import { describe, expect, it } from 'vitest';
import { escapeAndCut } from '../../../../lib/connectors/slack/escape.ts';

describe('escapeAndCut', () => {
  it('escapes the three characters that Slack reads as markup, and no other', () => {
    expect(escapeAndCut(`<!channel> & "it's" *bold*`, 100)).toBe(`&lt;!channel&gt; &amp; "it's" *bold*`);
  });

  it('leaves a text of exactly the allowed length whole', () => {
    expect(escapeAndCut('a&', 6)).toBe('a&amp;');
  });

  it.each([
    ['abcdef', 5, 'abcd…'],
    ['abc&def', 8, 'abc…'],
    ['ab😀cd', 4, 'ab…'],
  ])('cuts %j to %i characters between two whole characters', (text, maxLength, expected) => {
    expect(escapeAndCut(text, maxLength)).toBe(expected);
  });

  it('never gives more than the allowed length', () => {
    for (let maxLength = 1; maxLength < 40; maxLength += 1) {
      expect(escapeAndCut('<a>&<b>&😀'.repeat(10), maxLength).length).toBeLessThanOrEqual(maxLength);
    }
  });
});
