import { fromSerial } from '../cells/serial-dates.ts';

/** A `numberFormat` of a cell. */
export interface NumberFormat {
  readonly type?: string | undefined;
  readonly pattern?: string | undefined;
}

const defaultPatterns: Readonly<Record<string, string>> = {
  NUMBER: '#,##0.00',
  PERCENT: '0.00%',
  CURRENCY: '"$"#,##0.00',
  DATE: 'm/d/yyyy',
  TIME: 'h:mm:ss am/pm',
  DATE_TIME: 'm/d/yyyy h:mm:ss',
  SCIENTIFIC: '0.00E+00',
};

export function isDateFormat(format: NumberFormat | undefined): boolean {
  return format?.type === 'DATE' || format?.type === 'TIME' || format?.type === 'DATE_TIME';
}

/** A number as the cell shows it in en_US. */
export function displayNumber(value: number, format: NumberFormat | undefined): string {
  const pattern = format?.pattern ?? defaultPatterns[format?.type ?? ''];
  if (pattern === undefined || format?.type === 'TEXT') return displayPlain(value);
  if (isDateFormat(format)) return displayDate(value, pattern);
  if (/E\+0+/u.test(pattern)) return displayScientific(value, pattern);
  return displayDecimal(value, pattern);
}

/** The automatic format: up to ten significant digits, large and tiny numbers in scientific form. */
function displayPlain(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return String(value);
  if (size >= 1e15 || size < 1e-5) return displayScientific(value, '0.00E+00');
  return String(Number(value.toPrecision(10)));
}

function displayScientific(value: number, pattern: string): string {
  const places = /\.(0+)/u.exec(pattern)?.[1]?.length ?? 0;
  const [mantissa = '0', exponent = '0'] = value.toExponential(places).split('e');
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${mantissa}E${sign}${exponent.replace(/[-+]/u, '').padStart(2, '0')}`;
}

function displayDecimal(value: number, pattern: string): string {
  const digits = /[#0,]*\.?[#0]+/u.exec(
    pattern.replaceAll(/"[^"]*"/gu, (quoted) => ' '.repeat(quoted.length)),
  );
  if (digits === null) return displayPlain(value);
  const scaled = pattern.includes('%') ? value * 100 : value;
  const [whole = '', fraction = ''] = digits[0].split('.');
  const minimum = fraction.replaceAll('#', '').length;
  const text = Math.abs(scaled).toLocaleString('en-US', {
    useGrouping: whole.includes(','),
    minimumIntegerDigits: Math.max(1, whole.replaceAll(/[^0]/gu, '').length),
    minimumFractionDigits: minimum,
    maximumFractionDigits: Math.max(minimum, fraction.length),
  });
  const before = pattern.slice(0, digits.index).replaceAll('"', '');
  const after = pattern.slice(digits.index + digits[0].length).replaceAll('"', '');
  return `${scaled < 0 ? '-' : ''}${before}${text}${after}`;
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Replaces the letters of a date pattern; `m` means minutes after an hour or before seconds. */
function displayDate(serial: number, pattern: string): string {
  const date = fromSerial(serial);
  const halfDay = /am\/pm|a\/p/iu.test(pattern);
  let afterHour = false;
  return pattern.replaceAll(/"[^"]*"|am\/pm|a\/p|y+|m+|d+|h+|s+|\.0+/giu, (part, offset: number) => {
    if (part.startsWith('"')) return part.slice(1, -1);
    const letter = part.charAt(0).toLowerCase();
    const isMinutes =
      letter === 'm' && (afterHour || /^[^a-z]*s/iu.test(pattern.slice(offset + part.length)));
    if (letter !== 'm') afterHour = letter === 'h';
    else afterHour = false;
    return isMinutes
      ? pad(date.getUTCMinutes(), part.length)
      : displayDatePart(date, part.toLowerCase(), halfDay);
  });
}

function displayDatePart(date: Date, part: string, halfDay: boolean): string {
  const hour = date.getUTCHours();
  switch (part.charAt(0)) {
    case 'y':
      return part.length > 2 ? String(date.getUTCFullYear()) : pad(date.getUTCFullYear() % 100, 2);
    case 'm':
      return named(monthNames, date.getUTCMonth(), part.length) ?? pad(date.getUTCMonth() + 1, part.length);
    case 'd':
      return named(dayNames, date.getUTCDay(), part.length) ?? pad(date.getUTCDate(), part.length);
    case 'h':
      return pad(halfDay ? hour % 12 || 12 : hour, part.length);
    case 's':
      return pad(date.getUTCSeconds(), part.length);
    case 'a':
      return hour < 12 ? 'AM' : 'PM';
    default:
      return part;
  }
}

function named(names: readonly string[], index: number, letters: number): string | undefined {
  if (letters < 3) return undefined;
  return letters === 3 ? names[index]?.slice(0, 3) : names[index];
}

function pad(number: number, length: number): string {
  return String(number).padStart(Math.min(length, 2), '0');
}
