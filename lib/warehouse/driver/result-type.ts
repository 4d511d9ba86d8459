import type { ColumnType } from '../column-type.ts';

/** What `pg` tells of a column of a result. */
export interface ResultField {
  /** `pg_type.oid`. */
  readonly dataTypeID: number;
  /** Precision and scale of a numeric, length of a varchar; -1 where the type has none. */
  readonly dataTypeModifier: number;
}

/** Numbers of types, the same in PostgreSQL and Redshift. Source: `SELECT oid, typname FROM pg_type`. */
const TYPES: Readonly<Record<number, ColumnType>> = {
  16: { kind: 'boolean' },
  20: { kind: 'integer', bits: 64 },
  21: { kind: 'integer', bits: 16 },
  23: { kind: 'integer', bits: 32 },
  114: { kind: 'json' },
  700: { kind: 'float', bits: 32 },
  701: { kind: 'float', bits: 64 },
  1082: { kind: 'date' },
  1114: { kind: 'timestamp' },
  1184: { kind: 'timestamptz' },
  3802: { kind: 'json' },
  // SUPER, on Redshift only.
  4000: { kind: 'json' },
};

const NUMERIC = 1700;
/** text, unknown (a bare literal on Redshift), bpchar, varchar. */
const TEXTS: ReadonlySet<number> = new Set([25, 705, 1042, 1043]);
/** Length words count themselves. */
const HEADER_BYTES = 4;

/** The type of a column of a result. */
export function resultType({ dataTypeID, dataTypeModifier }: ResultField): ColumnType {
  const length = dataTypeModifier - HEADER_BYTES;
  if (TEXTS.has(dataTypeID)) return length < 0 ? { kind: 'varchar' } : { kind: 'varchar', bytes: length };
  if (dataTypeID !== NUMERIC) return TYPES[dataTypeID] ?? { kind: 'other', name: `type ${dataTypeID}` };
  return length < 0
    ? { kind: 'numeric' }
    : { kind: 'numeric', precision: length >> 16, scale: length & 0xffff };
}
