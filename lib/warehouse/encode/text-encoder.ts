import { Buffer } from 'node:buffer';
import { type Encoder, type EncodeState, refuse } from './encoder.ts';
import { formatInstant } from './instant.ts';

/** Quote, separator, line end, the backslash of `\.`, and what no database takes: NUL and (half) surrogates. */
const SPECIAL = /[",\n\r\\\0\ud800-\udfff]/;

const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** One UTF-16 unit of a string is at most 3 bytes of UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * For text columns of at most `maxBytes` bytes of UTF-8. Dates become ISO 8601 in UTC, objects and lists JSON, numbers
 * and booleans their usual text.
 */
export function createTextEncoder(maxBytes: number): Encoder {
  return (value, state) => {
    const text = typeof value === 'string' ? value : toText(value, state);
    return text === undefined ? undefined : encodeText(text, maxBytes, state);
  };
}

/** For columns that hold JSON: objects, lists, and text that is JSON already. */
export const encodeJson: Encoder = (value, state) => {
  if (typeof value === 'string' && !isJson(value)) return refuse(state, 'is not JSON');
  const text = typeof value === 'string' ? value : stringify(value, state);
  return text === undefined ? undefined : encodeText(text, Number.POSITIVE_INFINITY, state);
};

/** A text as one CSV field. An empty one is `""`, for nothing at all stands for null. */
export function encodeText(text: string, maxBytes: number, state: EncodeState): string | undefined {
  const isPlain = !SPECIAL.test(text);
  const storable = isPlain ? text : replaceUnstorable(text, state);
  if (storable.length * MAX_BYTES_PER_UNIT > maxBytes) {
    const bytes = Buffer.byteLength(storable);
    if (bytes > maxBytes) return refuse(state, `is ${bytes} bytes long; the column takes ${maxBytes}`);
  }
  if (isPlain) return text === '' ? '""' : text;
  return `"${storable.replaceAll('"', '""')}"`;
}

function replaceUnstorable(text: string, state: EncodeState): string {
  if (text.isWellFormed() && !text.includes('\0')) return text;
  return text.replaceAll(UNSTORABLE, () => {
    state.replacedCharacters += 1;
    return '\ufffd';
  });
}

/** The text of a value that is no string; undefined: it has none. */
export function toText(value: unknown, state: EncodeState): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return value instanceof Date ? formatInstant(value, state) : stringify(value, state);
    default:
      return refuse(state, `is a ${typeof value}, which has no text`);
  }
}

function stringify(value: unknown, state: EncodeState): string | undefined {
  try {
    return JSON.stringify(value) ?? refuse(state, 'cannot be written as JSON');
  } catch {
    return refuse(state, 'cannot be written as JSON');
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
