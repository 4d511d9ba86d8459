import { type ColumnType, MAX_VARCHAR_BYTES } from '../column-type.ts';
import { type Encoder, refuse } from './encoder.ts';
import { createFloatEncoder, createIntegerEncoder, createNumericEncoder } from './number-encoders.ts';
import { createTextEncoder, encodeJson } from './text-encoder.ts';
import { createDateEncoder, createTimestampEncoder, createTimestamptzEncoder } from './time-encoders.ts';

/** Makes the encoder of a column: it takes what the column can store and refuses the rest. */
export function createEncoder(type: ColumnType): Encoder {
  switch (type.kind) {
    case 'integer':
      return createIntegerEncoder(type.bits);
    case 'float':
      return createFloatEncoder(type.bits);
    case 'numeric':
      return createNumericEncoder(type.precision, type.scale);
    case 'boolean':
      return encodeBoolean;
    case 'timestamptz':
      return createTimestamptzEncoder();
    case 'timestamp':
      return createTimestampEncoder();
    case 'date':
      return createDateEncoder();
    case 'varchar':
      return createTextEncoder(type.bytes ?? Number.POSITIVE_INFINITY);
    case 'json':
      return encodeJson;
    case 'other':
      return createTextEncoder(MAX_VARCHAR_BYTES);
    default:
      return type satisfies never;
  }
}

const BOOLEAN_WORDS: ReadonlyMap<string, string> = new Map([
  ...['true', 't', 'yes', 'y', '1'].map((word) => [word, 't'] as const),
  ...['false', 'f', 'no', 'n', '0'].map((word) => [word, 'f'] as const),
]);

const encodeBoolean: Encoder = (value, state) => {
  if (value === true) return 't';
  if (value === false) return 'f';
  const isWord = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  const word = isWord ? BOOLEAN_WORDS.get(String(value).trim().toLowerCase()) : undefined;
  return word ?? refuse(state, 'is not true or false');
};
