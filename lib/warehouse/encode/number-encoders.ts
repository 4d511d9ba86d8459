import { type Encoder, refuse } from './encoder.ts';

const WHOLE = /^\s*[+-]?\d+\s*$/;
const DECIMAL = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?\s*$/;

/** Every whole number of so many digits is exact as a JavaScript number. */
const SAFE_DIGITS = 15;

/** For smallint, integer and bigint: whole numbers, BigInts and whole numbers as text. */
export function createIntegerEncoder(bits: 16 | 32 | 64): Encoder {
  const max = 2n ** BigInt(bits - 1) - 1n;
  const min = -(2n ** BigInt(bits - 1));
  const maxNumber = bits === 64 ? Number.MAX_SAFE_INTEGER : Number(max);
  const minNumber = bits === 64 ? Number.MIN_SAFE_INTEGER : Number(min);
  const outOfRange = `is outside of the range of a ${bits}-bit whole number`;

  return (value, state) => {
    switch (typeof value) {
      case 'number':
        if (!Number.isInteger(value)) return refuse(state, 'is not a whole number');
        if (value >= minNumber && value <= maxNumber) return String(value);
        if (bits < 64) return refuse(state, outOfRange);
        return refuse(state, 'is too large for a number to be exact; give it as BigInt or text');
      case 'bigint':
        return value >= min && value <= max ? String(value) : refuse(state, outOfRange);
      case 'string': {
        if (!WHOLE.test(value)) return refuse(state, 'is not a whole number');
        if (bits === 64 && value.length <= SAFE_DIGITS) return value.trim().replace(/^\+/, '');
        const number = BigInt(value.trim().replace(/^\+/, ''));
        return number >= min && number <= max ? String(number) : refuse(state, outOfRange);
      }
      default:
        return refuse(state, 'is not a whole number');
    }
  };
}

/** For real and double precision: finite numbers, BigInts and decimal numbers as text. */
export function createFloatEncoder(bits: 32 | 64): Encoder {
  return (value, state) => {
    const isText = typeof value === 'string';
    if (isText && !isDecimal(value)) return refuse(state, 'is not a number');
    if (!isText && typeof value !== 'number' && typeof value !== 'bigint')
      return refuse(state, 'is not a number');
    const number = Number(value);
    if (Number.isNaN(number)) return refuse(state, 'is not a number');
    const stored = bits === 32 ? Math.fround(number) : number;
    const isVanished = stored === 0 && (number !== 0 || (isText && /[1-9]/.test(value.replace(/e.*/i, ''))));
    if (!Number.isFinite(stored) || isVanished)
      return refuse(state, `is outside of the range of a ${bits}-bit number`);
    return String(number);
  };
}

/** For numeric: as for floats, but exact. More decimals than `scale` are rounded by the database. */
export function createNumericEncoder(precision: number | undefined, scale = 0): Encoder {
  return (value, state) => {
    const isNumber = typeof value === 'number' || typeof value === 'bigint';
    const text = isNumber ? String(value) : typeof value === 'string' ? value.trim() : '';
    const digits = isDecimal(text) ? toPlainDigits(text) : undefined;
    if (digits === undefined) return refuse(state, 'is not a number');
    if (precision !== undefined && !fits(digits, precision, scale)) {
      return refuse(state, `has more than ${precision - scale} digits before the decimal point`);
    }
    return digits.text;
  };
}

interface PlainDigits {
  readonly whole: string;
  readonly fraction: string;
  readonly text: string;
}

/** The number without an exponent, which Redshift does not read in decimals. */
function toPlainDigits(text: string): PlainDigits {
  const [, sign = '', before = '', after = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  const point = before.length + Number(exponent);
  const all = before + after;
  const padded = point < 0 ? '0'.repeat(-point) + all : all.padEnd(point, '0');
  const whole = padded.slice(0, Math.max(point, 0)).replace(/^0+(?=\d)/, '') || '0';
  const fraction = padded.slice(Math.max(point, 0));
  const minus = sign === '-' ? '-' : '';
  return { whole, fraction, text: `${minus}${whole}${fraction === '' ? '' : `.${fraction}`}` };
}

/** Whether the number, rounded to `scale` decimals, has at most `precision` digits. */
function fits({ whole, fraction }: PlainDigits, precision: number, scale: number): boolean {
  const kept = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  const roundsUp = (fraction[scale] ?? '0') >= '5';
  return kept + (roundsUp ? 1n : 0n) < 10n ** BigInt(precision);
}

function isDecimal(text: string): boolean {
  return DECIMAL.test(text) && /\d/.test(text.replace(/[eE].*/, ''));
}
