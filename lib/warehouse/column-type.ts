import { PermanentError } from '../errors/index.ts';

/** The type of a column as far as loading cares; lengths of text are bytes, as Redshift counts them. */
export type ColumnType =
  | { readonly kind: 'integer'; readonly bits: 16 | 32 | 64 }
  | { readonly kind: 'numeric'; readonly precision?: number; readonly scale?: number }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'timestamptz' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'date' }
  /** Without `bytes`: as long as you like (`text`, PostgreSQL only). */
  | { readonly kind: 'varchar'; readonly bytes?: number }
  | { readonly kind: 'json' }
  /** Anything else that a table made by others may have; its text is sent as it is. */
  | { readonly kind: 'other'; readonly name: string };

/** The longest varchar that Redshift has, in bytes. */
export const MAX_VARCHAR_BYTES = 65_535;

const MAX_NUMERIC_PRECISION = 38;

const SIMPLE_TYPES: Readonly<Record<string, ColumnType>> = {
  smallint: { kind: 'integer', bits: 16 },
  int2: { kind: 'integer', bits: 16 },
  integer: { kind: 'integer', bits: 32 },
  int: { kind: 'integer', bits: 32 },
  int4: { kind: 'integer', bits: 32 },
  bigint: { kind: 'integer', bits: 64 },
  int8: { kind: 'integer', bits: 64 },
  real: { kind: 'float', bits: 32 },
  float4: { kind: 'float', bits: 32 },
  'double precision': { kind: 'float', bits: 64 },
  float: { kind: 'float', bits: 64 },
  float8: { kind: 'float', bits: 64 },
  boolean: { kind: 'boolean' },
  bool: { kind: 'boolean' },
  timestamptz: { kind: 'timestamptz' },
  'timestamp with time zone': { kind: 'timestamptz' },
  timestamp: { kind: 'timestamp' },
  'timestamp without time zone': { kind: 'timestamp' },
  date: { kind: 'date' },
  text: { kind: 'varchar' },
  'character varying': { kind: 'varchar' },
  json: { kind: 'json' },
  jsonb: { kind: 'json' },
  super: { kind: 'json' },
  numeric: { kind: 'numeric' },
};

const VARCHAR = /^(?:varchar|character varying|character|char|bpchar)\((\d+|max)\)$/;
const NUMERIC = /^(?:numeric|decimal)\((\d+)(?:,\s*(-?\d+))?\)$/;

/** Reads the name that the catalog gives a type; never fails. */
export function parseCatalogType(text: string): ColumnType {
  const name = text.toLowerCase();
  const simple = SIMPLE_TYPES[name];
  if (simple !== undefined) return simple;
  const varchar = VARCHAR.exec(name);
  if (varchar !== null) return { kind: 'varchar', bytes: Number(varchar[1]) };
  const numeric = NUMERIC.exec(name);
  if (numeric !== null) {
    return { kind: 'numeric', precision: Number(numeric[1]), scale: Number(numeric[2] ?? 0) };
  }
  return { kind: 'other', name };
}

/**
 * Reads a type that a caller declares for a new column. `varchar`, `varchar(max)` and `text` are varchar(65535).
 *
 * @throws PermanentError for types that PostgreSQL and Redshift do not share, and for lengths that Redshift lacks.
 */
export function parseDeclaredType(text: string, column: string): ColumnType {
  const name = text.trim().toLowerCase();
  if (['varchar', 'varchar(max)', 'text'].includes(name))
    return { kind: 'varchar', bytes: MAX_VARCHAR_BYTES };
  const type = parseCatalogType(name);
  if (isPortable(type) || name === 'super') return type;
  throw new PermanentError(
    `the type "${text}" declared for the column ${column} cannot be used; use smallint, integer, bigint, numeric(p,s), ` +
      'real, double precision, boolean, timestamptz, timestamp, date, super or varchar(n) with n up to 65535 bytes',
  );
}

/** The type as SQL writes it; `jsonType` is what the database calls JSON. */
export function renderColumnType(type: ColumnType, jsonType: string): string {
  switch (type.kind) {
    case 'integer':
      return { 16: 'smallint', 32: 'integer', 64: 'bigint' }[type.bits];
    case 'float':
      return type.bits === 32 ? 'real' : 'double precision';
    case 'numeric':
      return type.precision === undefined ? 'numeric' : `numeric(${type.precision},${type.scale ?? 0})`;
    case 'varchar':
      return `varchar(${type.bytes ?? MAX_VARCHAR_BYTES})`;
    case 'boolean':
    case 'timestamptz':
    case 'timestamp':
    case 'date':
      return type.kind;
    case 'json':
      return jsonType;
    case 'other':
      return type.name;
    default:
      return type satisfies never;
  }
}

function isPortable(type: ColumnType): boolean {
  switch (type.kind) {
    case 'json':
    case 'other':
      return false;
    case 'varchar':
      return type.bytes !== undefined && type.bytes >= 1 && type.bytes <= MAX_VARCHAR_BYTES;
    case 'numeric': {
      const { precision, scale = 0 } = type;
      return (
        precision !== undefined && precision <= MAX_NUMERIC_PRECISION && scale >= 0 && scale <= precision
      );
    }
    default:
      return true;
  }
}
