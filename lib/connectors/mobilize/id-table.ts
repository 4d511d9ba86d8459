/** Rows in the table at most, as a share of its places. */
const fullness = 0.75;
/** A factor that spreads consecutive ids; it fits 32-bit multiplication. */
const spread = 0x9e3779b1;

/**
 * Whole numbers, each with a number of up to 32 bits, in two flat arrays: 16 bytes an id when the expected number was right. A `Map` takes
 * about 50, and a full pull of a big organization keeps millions.
 */
export class IdTable {
  #ids: Float64Array;
  #values: Uint32Array;
  #size = 0;

  /** @param expected ids that fit without growing. */
  constructor(expected: number) {
    const places = Math.max(16, Math.ceil(expected / fullness) + 1);
    this.#ids = freePlaces(places);
    this.#values = new Uint32Array(places);
  }

  get size(): number {
    return this.#size;
  }

  get(id: number): number | undefined {
    const place = this.#placeOf(id);
    return this.#ids[place] === id ? this.#values[place] : undefined;
  }

  set(id: number, value: number): void {
    let place = this.#placeOf(id);
    if (this.#ids[place] !== id) {
      if (this.#size + 1 > this.#ids.length * fullness) {
        this.#grow();
        place = this.#placeOf(id);
      }
      this.#ids[place] = id;
      this.#size++;
    }
    this.#values[place] = value;
  }

  /** Where the id is, or the free place where it belongs. */
  #placeOf(id: number): number {
    const places = this.#ids.length;
    let place = (Math.imul(id, spread) >>> 0) % places;
    while (this.#ids[place] !== id && !Number.isNaN(this.#ids[place]))
      place = place + 1 === places ? 0 : place + 1;
    return place;
  }

  #grow(): void {
    const ids = this.#ids;
    const values = this.#values;
    this.#ids = freePlaces(ids.length * 2);
    this.#values = new Uint32Array(ids.length * 2);
    ids.forEach((id, index) => {
      if (Number.isNaN(id)) return;
      const place = this.#placeOf(id);
      this.#ids[place] = id;
      this.#values[place] = values[index] ?? 0;
    });
  }
}

/** NaN marks a free place: every number, 0 included, may be an id. */
function freePlaces(count: number): Float64Array<ArrayBuffer> {
  return new Float64Array(count).fill(Number.NaN);
}
