import { Buffer } from 'node:buffer';
import { type ColumnType, MAX_VARCHAR_BYTES } from '../column-type.ts';

/** What a value is, as far as choosing a column type goes. */
export type ValueKind =
  | 'integer'
  | 'wide integer'
  | 'float'
  | 'boolean'
  | 'instant'
  | 'day'
  | 'json'
  | 'text';

/** Widths that are given to text columns; a value may grow to twice its length before a column is too short. */
const VARCHAR_WIDTHS = [64, 256, 1024, 4096, 16_384, MAX_VARCHAR_BYTES] as const;
const GROWTH = 2;

/** A column of which nothing is known but nulls. */
const WIDTH_WITHOUT_VALUES = 256;

const MAX_INT32 = 2_147_483_647;

/** Columns of exact numbers that no bigint holds. */
const WIDE_INTEGER: ColumnType = { kind: 'numeric', precision: 38, scale: 0 };

/** All that is remembered of the values of one column. The order in which they came makes no difference. */
export class ColumnProfile {
  readonly #kinds = new Set<ValueKind>();
  #maxMagnitude = 0;
  #maxBytes = 0;

  /** The longest text so far, in bytes. */
  get maxBytes(): number {
    return this.#maxBytes;
  }

  addKind(kind: ValueKind): void {
    this.#kinds.add(kind);
  }

  addInteger(value: number): void {
    this.#kinds.add('integer');
    const magnitude = Math.abs(value);
    if (magnitude > this.#maxMagnitude) this.#maxMagnitude = magnitude;
  }

  /** Every value counts by the length of its text: the column may turn out to be one of text. */
  addLength(text: string): void {
    // Three bytes a unit is the most there can be, so most texts need not be measured.
    if (text.length * 3 <= this.#maxBytes) return;
    this.#maxBytes = Math.max(this.#maxBytes, Buffer.byteLength(text));
  }

  /** The narrowest type that takes every value. */
  get type(): ColumnType {
    const kinds = this.#kinds;
    const consistsOf = (...allowed: ValueKind[]) => [...kinds].every((kind) => allowed.includes(kind));

    if (kinds.size === 0) return { kind: 'varchar', bytes: WIDTH_WITHOUT_VALUES };
    if (kinds.has('json')) return { kind: 'varchar', bytes: MAX_VARCHAR_BYTES };
    if (consistsOf('boolean')) return { kind: 'boolean' };
    if (consistsOf('integer')) return { kind: 'integer', bits: this.#maxMagnitude <= MAX_INT32 ? 32 : 64 };
    if (consistsOf('integer', 'wide integer')) return WIDE_INTEGER;
    // A whole number above 2^53 would lose digits as a float.
    const isExact = this.#maxMagnitude <= Number.MAX_SAFE_INTEGER;
    if (consistsOf('integer', 'float') && isExact) return { kind: 'float', bits: 64 };
    if (consistsOf('day')) return { kind: 'date' };
    if (consistsOf('instant', 'day')) return { kind: 'timestamptz' };
    return { kind: 'varchar', bytes: varcharWidthFor(this.#maxBytes) };
  }

  /** The same, with text columns as long as their longest value. */
  get strictType(): ColumnType {
    const { type } = this;
    return type.kind === 'varchar' ? { kind: 'varchar', bytes: Math.max(this.#maxBytes, 1) } : type;
  }
}

/** The width for a text column whose longest value has so many bytes. */
export function varcharWidthFor(maxBytes: number): number {
  return VARCHAR_WIDTHS.find((width) => width >= maxBytes * GROWTH) ?? MAX_VARCHAR_BYTES;
}
