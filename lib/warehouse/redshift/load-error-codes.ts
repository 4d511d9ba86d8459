/** Source: Redshift Developer Guide, "Load error reference", read in November 2026. */
const REASONS: Readonly<Record<number, string>> = {
  1200: 'it is not known why',
  1201: 'a delimiter is missing',
  1202: 'the row has too many fields',
  1203: 'the row has too few fields',
  1204: 'the value is too long or out of range',
  1205: 'the value is not a date',
  1206: 'the value is not a date and time',
  1207: 'the value is not made of digits',
  1208: 'the value is not a floating-point number',
  1209: 'the value is not a decimal number',
  1210: 'the value is not true or false',
  1211: 'the line is empty',
  1212: 'the file was not found',
  1213: 'the column must have a value',
  1214: 'a delimiter is missing',
  1215: 'the value does not fit a CHAR column',
  1216: 'the line is not CSV',
  1217: 'an identity column was given a value',
  1218: 'the text holds a NUL character',
  1219: 'the text holds a character that is not UTF-8',
  1220: 'the text holds a character that is not UTF-8',
};

/**
 * Why COPY refused a row. The server's own text, for codes that are not known here, often repeats the value: what stands
 * in quotes is left out.
 */
export function reasonOf({
  error_code,
  error_message,
}: {
  readonly error_code: number;
  readonly error_message: string | null;
}): string {
  const code = Number(error_code);
  const reason =
    REASONS[code] ?? (error_message ?? 'it is not known why').replaceAll(/'[^']*'|"[^"]*"|\[.*\]/g, '…');
  return `${reason} (${code})`;
}
