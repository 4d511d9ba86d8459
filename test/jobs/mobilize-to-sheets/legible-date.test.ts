import { describe, expect, it } from 'vitest';
import { toLocalText, toUtcText } from '../../../jobs/mobilize-to-sheets/legible-date.ts';

const MARCH = 1_648_218_600;

describe('a date as people read it', () => {
  it.each([
    [0, '1970-01-01 00:00:00'],
    [1_642_865_400, '2022-01-22 15:30:00'],
    [1_643_527_800, '2022-01-30 07:30:00'],
    [MARCH, '2022-03-25 14:30:00'],
    [-1, '1969-12-31 23:59:59'],
  ])('is %i in UTC: %s', (seconds, text) => {
    expect(toUtcText(seconds)).toBe(text);
  });

  it.each([
    ['America/Chicago', '2022-03-25 09:30:00'],
    ['America/New_York', '2022-03-25 10:30:00'],
    ['Pacific/Honolulu', '2022-03-25 04:30:00'],
    ['Asia/Kolkata', '2022-03-25 20:00:00'],
  ])('shows the clock in %s', (timeZone, text) => {
    expect(toLocalText(MARCH, timeZone)).toBe(text);
  });

  it('follows daylight saving time', () => {
    const winter = toLocalText(1_642_865_400, 'America/Chicago');

    expect(winter).toBe('2022-01-22 09:30:00');
  });

  it('shows midnight as 00, not 24', () => {
    expect(toLocalText(1_642_831_200, 'America/Chicago')).toBe('2022-01-22 00:00:00');
  });

  it.each([null, 'Atlantis/Capital', ''])('is not guessed where the time zone is %j', (timeZone) => {
    expect(toLocalText(MARCH, timeZone)).toBeNull();
  });
});
