import { z } from 'zod';

/** A text that is not empty. */
export function text() {
  return z.string();
}

/** A text that is masked wherever it would be shown. */
export function secret() {
  return z.string().meta({ secret: true });
}

/** A whole number within bounds, both included. */
export function integer({ min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}) {
  const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return parsed(`a whole number ${bounds}`, (raw) => {
    const value = /^-?\d+$/.test(raw) ? Number(raw) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  }).meta({ placeholder: '<number>' });
}

/** A number within bounds, both included: `0.05`. */
export function decimal({ min, max }: { min: number; max: number }) {
  return parsed(`a number from ${min} to ${max}`, (raw) => {
    const value = /^-?\d+(\.\d+)?$/.test(raw) ? Number(raw) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  }).meta({ placeholder: '<number>' });
}

const BOOLEANS = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
]);

/** `true`, `1`, `yes` or `false`, `0`, `no`, in any case. Its flag takes no value. */
export function yesOrNo() {
  return parsed('true or false (also 1, 0, yes, no)', (raw) => BOOLEANS.get(raw.toLowerCase())).meta({
    kind: 'boolean',
  });
}

const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/** A day, which begins at midnight UTC, or a time with its zone: `2026-11-01`, `2026-11-01T06:00:00Z`. */
export function instant() {
  return parsed('a day like 2026-11-01 or a time like 2026-11-01T06:00:00Z', (raw) => {
    const instant = new Date(INSTANT.test(raw) ? raw : Number.NaN);
    // The parser takes the 31st of a short month for the next month's first.
    const isReal = instant.getTime() > 0 && isDayOfMonth(raw.slice(0, 10));
    return isReal ? instant : undefined;
  }).meta({ placeholder: '<day>' });
}

function isDayOfMonth(day: string): boolean {
  const midnight = new Date(day);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** One of a few words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  return parsed(`one of ${words.join(', ')}`, (raw) =>
    words.find((word): word is Words[number] => word === raw),
  );
}

/** One or several texts, separated by commas. */
export function list() {
  return parsed('a list separated by commas', splitAtCommas);
}

/** One or several of a few words, separated by commas. */
export function choices<const Words extends readonly [string, ...string[]]>(words: Words) {
  return parsed(
    `one or several of ${words.join(', ')}, separated by commas`,
    (raw): Words[number][] | undefined => {
      const given = splitAtCommas(raw)?.map((word) =>
        words.find((known): known is Words[number] => known === word),
      );
      return given?.every((word) => word !== undefined) ? given : undefined;
    },
  );
}

/** One or several whole numbers from 1, separated by commas. */
export function integerList() {
  return parsed('one or several whole numbers separated by commas', (raw) => {
    const words = splitAtCommas(raw);
    return words?.every((word) => /^[1-9]\d{0,14}$/.test(word)) ? words.map(Number) : undefined;
  });
}

/** A JSON text; what it holds is checked by `schema`. */
export function json<T>(schema: z.ZodType<T>) {
  return z.string().transform((raw, context): T => {
    const parsed = schema.safeParse(parseJson(raw));
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) {
      context.issues.push({
        code: 'custom',
        message: ['is no JSON that can be used', path.join('.'), message].filter(Boolean).join(': '),
        input: raw,
      });
    }
    return z.NEVER;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A URL of one of the given protocols; a slash at its end is dropped. */
export function url({ protocols = ['https:', 'http:'] }: { protocols?: readonly string[] } = {}) {
  const expected = `a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  return parsed(expected, (raw) => {
    const isUrl = URL.canParse(raw) && protocols.includes(new URL(raw).protocol);
    return isUrl ? raw.replace(/\/+$/, '') : undefined;
  });
}

function splitAtCommas(raw: string): readonly string[] | undefined {
  const words = raw
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return words.length > 0 ? words : undefined;
}

/** A field that is read from text; the message never repeats the text, which may be a secret in the wrong place. */
function parsed<T>(expected: string, parse: (raw: string) => T | undefined) {
  return z.string().transform((raw, context): T => {
    const value = parse(raw.trim());
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: `must be ${expected}`, input: raw });
    return z.NEVER;
  });
}
