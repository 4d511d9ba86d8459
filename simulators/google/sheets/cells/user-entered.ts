import type { CellValue } from '../model.ts';
import { toSerial } from './serial-dates.ts';

/** What typing a text into a cell gives: a value, and the number format that Sheets picks for it. */
export interface UserEntered {
  readonly value: CellValue;
  readonly numberFormat?: { readonly type: string; readonly pattern?: string };
}

/**
 * Reads a text as if a person had typed it (USER_ENTERED, en_US): formulas, numbers, percentages, amounts, dates,
 * booleans. `007` becomes 7 and `1/2` a date, which is what makes this option unfit for data.
 *
 * @param currentYear of the simulator's clock, for dates without a year.
 */
export function parseUserEntered(
  text: string,
  { currentYear }: { readonly currentYear: number },
): UserEntered {
  if (text.startsWith("'")) return { value: text.slice(1) };
  if (text.startsWith('=') && text.length > 1) return { value: { formula: text } };
  const trimmed = text.trim();
  if (/^(?:true|false)$/iu.test(trimmed)) return { value: trimmed.toLowerCase() === 'true' };
  const parsed = parseNumber(trimmed) ?? parseDate(trimmed, currentYear) ?? parseTime(trimmed);
  if (parsed !== undefined) return parsed;
  return { value: /^\+./su.test(text) ? { formula: `=${text}` } : text };
}

function parseNumber(text: string): UserEntered | undefined {
  const match = /^([-+]?)(\$?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(e[-+]?\d+)?(%?)$/iu.exec(text);
  if (match === null) return undefined;
  const [, sign = '', dollar = '', digits = '', exponent = '', percent = ''] = match;
  const value = Number(`${sign}${digits.replaceAll(',', '')}${exponent}`);
  const places = /\.\d/u.test(digits) ? '.00' : '';
  if (percent !== '')
    return { value: value / 100, numberFormat: { type: 'PERCENT', pattern: `0${places}%` } };
  if (dollar !== '') return { value, numberFormat: { type: 'CURRENCY', pattern: `"$"#,##0${places}` } };
  if (digits.includes(',')) return { value, numberFormat: { type: 'NUMBER', pattern: `#,##0${places}` } };
  if (exponent !== '') return { value, numberFormat: { type: 'SCIENTIFIC', pattern: '0.00E+00' } };
  return { value };
}

function parseDate(text: string, currentYear: number): UserEntered | undefined {
  const [dateText = '', timeText] = text.split(/[ T](?=\d{1,2}:)/u);
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/u.exec(dateText);
  const american = /^(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?$/u.exec(dateText);
  const parts = iso
    ? [iso[1], iso[2], iso[3]]
    : american
      ? [american[3], american[1], american[2]]
      : undefined;
  if (parts === undefined) return undefined;
  const year = fullYear(parts[0], currentYear);
  const [month, day] = [Number(parts[1]), Number(parts[2])];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const pattern = iso ? 'yyyy-mm-dd' : american?.[3] === undefined ? 'm/d' : 'm/d/yyyy';
  const serial = toSerial(date.getTime());
  if (timeText === undefined) return { value: serial, numberFormat: { type: 'DATE', pattern } };
  const time = parseTime(timeText);
  if (time === undefined) return undefined;
  return {
    value: serial + Number(time.value),
    numberFormat: { type: 'DATE_TIME', pattern: `${pattern} ${time.numberFormat?.pattern ?? ''}` },
  };
}

function fullYear(text: string | undefined, currentYear: number): number {
  if (text === undefined) return currentYear;
  const year = Number(text);
  if (text.length > 2) return year;
  return year < 30 ? 2000 + year : 1900 + year;
}

function parseTime(text: string): UserEntered | undefined {
  const match = /^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?: ?([ap])m)?$/iu.exec(text);
  if (match === null) return undefined;
  const [, hourText = '', minutes = '', seconds, half] = match;
  const hour =
    half === undefined ? Number(hourText) : (Number(hourText) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hour > 23) return undefined;
  const value = (hour * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) / 86_400;
  const pattern = `h:mm${seconds === undefined ? '' : ':ss'}${half === undefined ? '' : ' am/pm'}`;
  return { value, numberFormat: { type: 'TIME', pattern } };
}
