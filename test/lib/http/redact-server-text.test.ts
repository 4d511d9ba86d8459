import { redactServerText } from '@movement-etl/lib/http';
import { describe, expect, it } from 'vitest';

const TOKEN = 'token-canary';

describe('redactServerText', () => {
  it.each([
    [`API Key invalid or not present ${TOKEN}`, 'API Key invalid or not present [redacted]'],
    ['key 0123456789abcdef0123456789abcdef refused', 'key [key] refused'],
    ['ana+ev@example.org is not an e-mail', '[e-mail] is not an e-mail'],
    ['address=<ana@example.org>', 'address=<[e-mail]>'],
    ['number 15125550101 is taken', 'number [phone] is taken'],
    ['number +1 (512) 555-0101 is taken', 'number [phone] is taken'],
    ['phone5125550101', 'phone[phone]'],
  ])('redacts %j', (text, expected) => {
    expect(redactServerText(text, [TOKEN])).toBe(expected);
  });

  it.each([
    "Couldn't find person with id = 12345678-1234-1234-1234-123456789012",
    'You must specify a valid person id',
    'per_page must be at most 25',
  ])('leaves %j as it is', (text) => {
    expect(redactServerText(text, [TOKEN])).toBe(text);
  });

  it('cuts a long text', () => {
    const shown = redactServerText('no. '.repeat(10_000), [TOKEN]);

    expect(shown).toHaveLength(301);
  });
});
