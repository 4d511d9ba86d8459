import { createMask } from '@movement-etl/lib/logging';
import { describe, expect, it } from 'vitest';

const mask = createMask(['sécret/with?signs', 'abc']);

describe('masking', () => {
  it.each([
    'lou@example.org',
    'lou.slainey+news@mail.example.co.uk',
    "o'hara@example.org",
    '+1 (327) 132-6753',
    '327-132-6753',
    '(327) 132-6753',
    '3271326753',
    '+493012345678',
    'sécret/with?signs',
    's%C3%A9cret%2Fwith%3Fsigns',
  ])('hides %s', (text) => {
    expect(mask.text(`before ${text} after`)).toBe('before [masked] after');
  });

  it.each([
    '2026-11-21T03:47:12.123Z',
    '2026-11-21 03:47:12',
    '20261121T034712Z-9f2c61',
    'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    'rows 1,234,567 of 12,345,678,901',
    'robot@my-project-123.iam.gserviceaccount.com',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'https://api.mobilize.us/v1/organizations/123/attendances/1234567890',
    'abc is too short to be told from a word',
    'mobilize.attendances',
  ])('leaves %s alone', (text) => {
    expect(mask.text(text)).toBe(text);
  });

  it('leaves the numbers of a JSON line alone', () => {
    const line = '{"time":1763697432123,"rowCount":12345678901,"to":"lou@example.org"}';

    expect(mask.line(line)).toBe('{"time":1763697432123,"rowCount":12345678901,"to":"[masked]"}');
  });
});
