import { Buffer } from 'node:buffer';
import type { CopyCommand } from './copy-command.ts';
import { LoadProblem } from './load-problem.ts';

/** A column as the catalog describes it. */
export interface TargetColumn {
  readonly name: string;
  /** `character varying(20)`, `bigint`, … */
  readonly type: string;
  readonly isRequired: boolean;
}

/** Turns a field into what PostgreSQL is to store, null for NULL. @throws LoadProblem */
export type ConvertValue = (field: string) => string | null;

const INTEGER_RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  smallint: [-(2n ** 15n), 2n ** 15n - 1n],
  integer: [-(2n ** 31n), 2n ** 31n - 1n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
};

const DEFAULT_DATE = /^\d{4}-\d{2}-\d{2}$/;
const DEFAULT_TIMESTAMP = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?$/;
const DEFAULT_TIMESTAMPTZ = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}(:?\d{2})?)?$/;

/** What 'auto' recognises of ISO 8601: a date, a time behind a blank or T, a zone or Z. */
const AUTO_TIMESTAMP =
  /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?( ?(Z|UTC|[+-]\d{2}(:?\d{2})?))?$/;

/** Makes the conversion of one column, with the rules of the COPY at hand. */
export function createConverter(column: TargetColumn, command: CopyCommand): ConvertValue {
  const convert = converterOf(column.type, command);
  const isText = column.type.startsWith('character');
  const has = (flag: string) => command.flags.has(flag);
  return (field) => {
    const isNull =
      field === command.nullAs ||
      (field === '' && (!isText || has('emptyasnull'))) ||
      (isText && has('blanksasnull') && field.trim() === '' && field !== '');
    if (!isNull) return convert(field);
    if (column.isRequired) throw new LoadProblem(1213, 'Missing data for not-null field');
    return null;
  };
}

function converterOf(type: string, command: CopyCommand): ConvertValue {
  const [, name = type, size = ''] =
    /^([a-z ]+?)(?:\(([\d,]+)\))?( with(?:out)? time zone)?$/.exec(type) ?? [];
  const [first = 0, second = 0] = size.split(',').map(Number);
  switch (name) {
    case 'character varying':
    case 'character':
      return textConverter(first, command);
    case 'smallint':
    case 'integer':
    case 'bigint':
      return integerConverter(name);
    case 'numeric':
      return numericConverter(first, second, command.flags.has('roundec'));
    case 'double precision':
    case 'real':
      return toFloat;
    case 'boolean':
      return toBoolean;
    case 'date':
      return dateConverter(command);
    case 'timestamp':
    case 'timestamp without time zone':
      return timeConverter(DEFAULT_TIMESTAMP, command);
    case 'timestamp with time zone':
      return timeConverter(DEFAULT_TIMESTAMPTZ, command);
    case 'super':
      return toJson;
    default:
      return (field) => field;
  }
}

function textConverter(maxBytes: number, { flags }: CopyCommand): ConvertValue {
  return (raw) => {
    const field = flags.has('trimblanks') ? raw.replace(/ +$/, '') : raw;
    if (field.includes('\0')) throw new LoadProblem(1218, 'NULL byte in a text field');
    // One UTF-16 unit is at most three bytes, so most fields need not be measured.
    if (field.length * 3 <= maxBytes || Buffer.byteLength(field) <= maxBytes) return field;
    const withoutBlanks = field.replace(/ +$/, '');
    if (Buffer.byteLength(withoutBlanks) <= maxBytes) return withoutBlanks;
    if (flags.has('truncatecolumns')) return cutToBytes(field, maxBytes);
    throw new LoadProblem(1204, 'String length exceeds DDL length');
  };
}

function cutToBytes(text: string, maxBytes: number): string {
  return Buffer.from(text)
    .subarray(0, maxBytes)
    .toString('utf8')
    .replace(/\ufffd$/, '');
}

function integerConverter(name: string): ConvertValue {
  const [min, max] = INTEGER_RANGES[name] ?? [0n, 0n];
  return (field) => {
    const text = field.trim();
    if (!/^[+-]?\d+$/.test(text)) throw new LoadProblem(1207, 'Invalid digit');
    const value = BigInt(text.replace('+', ''));
    if (value < min || value > max) throw new LoadProblem(1216, `Overflow for ${name}`);
    return text;
  };
}

/** Decimals that the column has not are cut off, or rounded by ROUNDEC. */
function numericConverter(precision: number, scale: number, rounds: boolean): ConvertValue {
  return (field) => {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(field.trim());
    if (match === null || `${match[2]}${match[3] ?? ''}` === '')
      throw new LoadProblem(1209, 'Invalid decimal');
    const [, sign = '', whole = '', decimals = ''] = match;
    if (whole.replace(/^0+/, '').length > precision - scale)
      throw new LoadProblem(1204, 'Numeric data overflow');
    // PostgreSQL rounds what is left.
    return rounds
      ? `${sign}${whole || '0'}.${decimals}0`
      : `${sign}${whole || '0'}.${decimals.slice(0, scale)}0`;
  };
}

function toFloat(field: string): string {
  const text = field.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && !/^([+-]?inf(inity)?|nan)$/i.test(text)) {
    throw new LoadProblem(1208, 'Invalid floating-point value');
  }
  return text;
}

const TRUE_WORDS = new Set(['t', 'true', 'y', 'yes', '1']);
const FALSE_WORDS = new Set(['f', 'false', 'n', 'no', '0']);

function toBoolean(field: string): string {
  const word = field.trim().toLowerCase();
  if (TRUE_WORDS.has(word)) return 't';
  if (FALSE_WORDS.has(word)) return 'f';
  throw new LoadProblem(1210, 'Unknown boolean format');
}

function dateConverter({ dateFormat }: CopyCommand): ConvertValue {
  return (field) => {
    const text = field.trim();
    if (dateFormat !== 'auto' && !DEFAULT_DATE.test(text)) throw new LoadProblem(1205, 'Invalid Date Format');
    if (!isDay(text)) throw new LoadProblem(1205, 'Invalid Date Format');
    return text.slice(0, 10);
  };
}

function timeConverter(defaultForm: RegExp, { timeFormat }: CopyCommand): ConvertValue {
  if (timeFormat === 'epochsecs') return (field) => fromEpoch(field, 1000);
  if (timeFormat === 'epochmillisecs') return (field) => fromEpoch(field, 1);
  return (field) => {
    const text = field.trim();
    const form = timeFormat === 'auto' ? AUTO_TIMESTAMP : defaultForm;
    if (!form.test(text) || !isDay(text)) {
      throw new LoadProblem(1206, 'Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]');
    }
    return text;
  };
}

function isDay(text: string): boolean {
  const day = text.slice(0, 10);
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function fromEpoch(field: string, unitMs: number): string {
  const value = Number(field);
  if (field.trim() === '' || Number.isNaN(value))
    throw new LoadProblem(1206, 'Invalid timestamp format or value');
  return new Date(value * unitMs).toISOString();
}

function toJson(field: string): string {
  try {
    JSON.parse(field);
    return field;
  } catch {
    throw new LoadProblem(1224, 'Invalid JSON value for a SUPER column');
  }
}
