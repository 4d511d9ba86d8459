import { MAX_VARCHAR_BYTES } from '../column-type.ts';
import { type Encoder, type EncodeState, refuse } from '../encode/encoder.ts';
import { createInstantFormatter } from '../encode/instant.ts';
import { encodeText, toText } from '../encode/text-encoder.ts';
import { isDay } from '../encode/time-encoders.ts';
import type { ColumnProfile } from './column-profile.ts';

const MAX_INT64 = 2n ** 63n - 1n;
const MAX_NUMERIC_DIGITS = 38;

/**
 * Encodes values as text that fits whatever type the column will have, and notes in `profile` what they are. Whole
 * numbers, other numbers, booleans, Dates, texts like 2026-01-31, objects and other texts are told apart; a text of
 * digits stays a text, for it may be a postal code.
 */
export function createInferringEncoder(profile: ColumnProfile): Encoder {
  const formatInstant = createInstantFormatter();

  return (value, state) => {
    const text = describe(value, state);
    if (text === undefined) return undefined;
    profile.addLength(text);
    return encodeText(text, MAX_VARCHAR_BYTES, state);
  };

  function describe(value: unknown, state: EncodeState): string | undefined {
    switch (typeof value) {
      case 'string':
        profile.addKind(isDay(value) ? 'day' : 'text');
        return value;
      case 'number':
        if (!Number.isFinite(value)) return refuse(state, 'is not a finite number');
        if (Number.isSafeInteger(value)) profile.addInteger(value);
        else profile.addKind('float');
        return String(value);
      case 'bigint':
        noteBigint(value);
        return String(value);
      case 'boolean':
        profile.addKind('boolean');
        return String(value);
      case 'object':
        profile.addKind(value instanceof Date ? 'instant' : 'json');
        return value instanceof Date ? formatInstant(value, state) : toText(value, state);
      default:
        return toText(value, state);
    }
  }

  function noteBigint(value: bigint): void {
    const magnitude = value < 0n ? -value : value;
    if (magnitude <= MAX_INT64) profile.addInteger(Number(magnitude));
    else profile.addKind(String(magnitude).length <= MAX_NUMERIC_DIGITS ? 'wide integer' : 'text');
  }
}

/** For a text column of an existing table: notes the lengths, so that the column can be widened. */
export function createMeasuringEncoder(profile: ColumnProfile): Encoder {
  return (value, state) => {
    const text = toText(value, state);
    if (text === undefined) return undefined;
    profile.addLength(text);
    return encodeText(text, MAX_VARCHAR_BYTES, state);
  };
}
