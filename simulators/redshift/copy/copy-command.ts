import { notHere, RefusedError, syntaxError } from '../sql/refused-error.ts';
import { behindBrackets, isSign, listInBrackets } from '../sql/token-list.ts';
import { render, type Token } from '../sql/tokenize.ts';

/** COPY … FROM 's3://…' with the options that change what is loaded. */
export interface CopyCommand {
  /** As it was written, quoted where it was. */
  readonly table: string;
  readonly columns: readonly string[] | undefined;
  readonly bucket: string;
  /** A prefix of keys, or the key of the manifest. */
  readonly key: string;
  readonly credentials: CopyCredentials;
  readonly hasManifest: boolean;
  readonly isGzip: boolean;
  readonly format:
    | { readonly kind: 'csv'; readonly delimiter: string; readonly quote: string }
    | { readonly kind: 'json' };
  readonly nullAs: string;
  readonly ignoreHeader: number;
  readonly maxError: number;
  readonly timeFormat: string | undefined;
  readonly dateFormat: string | undefined;
  readonly invalidCharacter: string | undefined;
  /** Options that are on or off, in lower case: `emptyasnull`, `roundec`, … */
  readonly flags: ReadonlySet<string>;
}

export type CopyCredentials =
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'keys'; readonly accessKeyId: string; readonly secretAccessKey: string };

const FLAGS = new Set([
  'manifest',
  'gzip',
  'emptyasnull',
  'blanksasnull',
  'acceptanydate',
  'truncatecolumns',
  'trimblanks',
  'roundec',
  'fillrecord',
  'ignoreblanklines',
  'ignoreallerrors',
  'noload',
  'explicit_ids',
]);

/** Options with a value; AS in front of it may be left out. */
const VALUES = new Set([
  'iam_role',
  'credentials',
  'access_key_id',
  'secret_access_key',
  'session_token',
  'region',
  'delimiter',
  'quote',
  'null',
  'timeformat',
  'dateformat',
  'ignoreheader',
  'maxerror',
  'encoding',
  'comprows',
  'readratio',
]);

/** Options whose value may be left out. */
const OPTIONAL_VALUES: Readonly<Record<string, (token: Token | undefined) => boolean>> = {
  compupdate: (token) => isSign(token, 'on') || isSign(token, 'off') || isSign(token, 'preset'),
  statupdate: (token) => isSign(token, 'on') || isSign(token, 'off'),
  acceptinvchars: (token) => token?.kind === 'string',
  json: (token) => token?.kind === 'string',
  csv: () => false,
};

const NOT_HERE = new Set([
  'parquet',
  'orc',
  'avro',
  'shapefile',
  'fixedwidth',
  'escape',
  'removequotes',
  'zstd',
  'bzip2',
  'lzop',
  'encrypted',
]);

/** Whether a statement is a COPY from S3. */
export function isS3Copy(tokens: readonly Token[]): boolean {
  const from = tokens.findIndex((token) => isSign(token, 'from'));
  return isSign(tokens[0], 'copy') && tokens[from + 1]?.value.startsWith('s3://') === true;
}

/**
 * Reads a COPY from S3.
 *
 * @throws RefusedError for options that Redshift or the stand-in does not have, and combinations that it refuses.
 */
export function readCopyCommand(tokens: readonly Token[]): CopyCommand {
  const from = tokens.findIndex((token) => isSign(token, 'from'));
  const open = tokens.findIndex((token) => isSign(token, '('));
  const hasColumns = open !== -1 && open < from;
  const source = tokens[from + 1]?.value ?? '';
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(source) ?? [];
  const options = readOptions(tokens.slice(from + 2));
  const format = readFormat(options);
  const command: CopyCommand = {
    table: render(tokens.slice(1, hasColumns ? open : from)).trim(),
    columns: hasColumns
      ? listInBrackets(tokens.slice(0, behindBrackets(tokens, open)), open).map(
          (item) => item[0]?.value ?? '',
        )
      : undefined,
    bucket,
    key,
    credentials: readCredentials(options),
    hasManifest: options.has('manifest'),
    isGzip: options.has('gzip'),
    format,
    nullAs: options.get('null') ?? '\\N',
    ignoreHeader: wholeNumber(options, 'ignoreheader'),
    maxError: wholeNumber(options, 'maxerror'),
    timeFormat: options.get('timeformat'),
    dateFormat: options.get('dateformat'),
    invalidCharacter: options.has('acceptinvchars') ? options.get('acceptinvchars') || '?' : undefined,
    flags: new Set([...options.keys()].filter((name) => FLAGS.has(name))),
  };
  assertCompatible(command, options);
  return command;
}

function readOptions(tokens: readonly Token[]): Map<string, string> {
  const options = new Map<string, string>();
  let position = 0;
  while (position < tokens.length) {
    const name = tokens[position]?.value ?? '';
    position += 1;
    if (isSign(tokens[position], 'as')) position += 1;
    const value = tokens[position];
    const takesValue = VALUES.has(name) || OPTIONAL_VALUES[name]?.(value) === true;
    if (NOT_HERE.has(name)) throw notHere(`COPY … ${name.toUpperCase()}`);
    if (name !== 'format' && !FLAGS.has(name) && !VALUES.has(name) && !(name in OPTIONAL_VALUES)) {
      throw syntaxError(`COPY has no option ${name}`);
    }
    if (options.has(name)) throw syntaxError(`conflicting or redundant options: ${name}`);
    if (VALUES.has(name) && value === undefined) throw syntaxError(`${name} needs a value`);
    if (name !== 'format') options.set(name, takesValue ? (value?.value ?? '') : '');
    if (takesValue) position += 1;
  }
  return options;
}

function readFormat(options: ReadonlyMap<string, string>): CopyCommand['format'] {
  if (options.has('json')) {
    if (options.get('json') !== 'auto') throw notHere('COPY … JSON with paths, noshred or auto ignorecase');
    return { kind: 'json' };
  }
  if (!options.has('csv')) throw notHere('COPY of delimited text that is not CSV');
  return { kind: 'csv', delimiter: options.get('delimiter') ?? ',', quote: options.get('quote') ?? '"' };
}

function readCredentials(options: ReadonlyMap<string, string>): CopyCredentials {
  const role = options.get('iam_role');
  if (role !== undefined) return { kind: 'role', role };
  const pairs = (options.get('credentials') ?? '').split(';').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  const named = new Map<string, string>(pairs);
  const accessKeyId = options.get('access_key_id') ?? named.get('aws_access_key_id');
  const secretAccessKey = options.get('secret_access_key') ?? named.get('aws_secret_access_key');
  const namedRole = named.get('aws_iam_role');
  if (namedRole !== undefined) return { kind: 'role', role: namedRole };
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new RefusedError({ code: '42601', message: 'CREDENTIALS argument is required but not specified' });
  }
  return { kind: 'keys', accessKeyId, secretAccessKey };
}

function wholeNumber(options: ReadonlyMap<string, string>, name: string): number {
  const raw = options.get(name) ?? '0';
  if (!/^\d{1,6}$/.test(raw)) throw syntaxError(`${name} takes a whole number`);
  return Number(raw);
}

function assertCompatible(command: CopyCommand, options: ReadonlyMap<string, string>): void {
  const withoutJson = ['null', 'delimiter', 'fillrecord', 'ignoreblanklines', 'ignoreheader'];
  const wrong = command.format.kind === 'json' ? withoutJson.find((name) => options.has(name)) : undefined;
  if (wrong !== undefined) throw syntaxError(`${wrong.toUpperCase()} cannot be used with JSON`);
  if (command.nullAs === '\n') throw syntaxError('NULL AS cannot be a line feed');
  if (command.maxError > 100_000) throw syntaxError('MAXERROR is at most 100000');
}
