import { type EncodeState, refuse } from './encoder.ts';

const MS_PER_DAY = 86_400_000;

/** 0001-01-01 and 9999-12-31, the years that are written alike everywhere. */
const FIRST_DAY = -719_162;
const LAST_DAY = 2_932_896;

/** A load meets the same few thousand days over and over; formatting a Date anew takes five times as long. */
const MAX_DAYS_KEPT = 20_000;

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** Formats instants as ISO 8601 in UTC, `2026-01-31T12:00:00Z`, with milliseconds where there are any. */
export function createInstantFormatter(): (value: Date, state: EncodeState) => string | undefined {
  const days = new Map<number, string>();

  return (value, state) => {
    const time = value.getTime();
    if (Number.isNaN(time)) return refuse(state, 'is a Date without a time');
    const day = Math.floor(time / MS_PER_DAY);
    if (day < FIRST_DAY || day > LAST_DAY) return refuse(state, 'is outside of the years 1 to 9999');

    let date = days.get(day);
    if (date === undefined) {
      if (days.size >= MAX_DAYS_KEPT) days.clear();
      date = `${formatDay(day)}T`;
      days.set(day, date);
    }
    return date + formatTimeOfDay(time - day * MS_PER_DAY);
  };
}

/** As `createInstantFormatter`, for the odd Date. */
export function formatInstant(value: Date, state: EncodeState): string | undefined {
  return createInstantFormatter()(value, state);
}

function formatDay(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

function formatTimeOfDay(timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000);
  const hours = TWO_DIGITS[Math.floor(seconds / 3600)];
  const minutes = TWO_DIGITS[Math.floor(seconds / 60) % 60];
  const clock = `${hours}:${minutes}:${TWO_DIGITS[seconds % 60]}`;
  const milliseconds = timeMs % 1000;
  return milliseconds === 0 ? `${clock}Z` : `${clock}.${String(milliseconds).padStart(3, '0')}Z`;
}
