import { z } from 'zod';
import type { AttendanceStore } from './attendance-store.ts';
import { guideEvents } from './data/guide-rows.ts';
import { hardCaseEvent } from './data/hard-cases.ts';
import type { Event } from './data/types.ts';

export interface DeletedEvent {
  readonly id: number;
  readonly deleted_date: number;
  readonly modified_date: number;
  readonly visibility: string;
}

const storedDeletions = z.array(
  z.object({ id: z.number(), deleted_date: z.number(), modified_date: z.number(), visibility: z.string() }),
);

/** The events of all organisations: those of the fixed rows, then the generated ones. */
export class EventStore {
  readonly #attendances: AttendanceStore;
  #all: readonly Event[] | undefined;
  #deleted: DeletedEvent[] = [];

  constructor(attendances: AttendanceStore) {
    this.#attendances = attendances;
  }

  /** Rises with every deletion. */
  get version(): number {
    return this.#deleted.length;
  }

  get deleted(): readonly DeletedEvent[] {
    return this.#deleted;
  }

  /** Events that still exist; made when first asked for. */
  all(): readonly Event[] {
    if (this.#attendances.seededCount === 0) return [];
    this.#all ??= [
      ...guideEvents,
      hardCaseEvent,
      ...Array.from({ length: this.#attendances.eventCount }, (_, number) =>
        this.#attendances.eventAt(number),
      ),
    ];
    const gone = new Set(this.#deleted.map(({ id }) => id));
    return gone.size === 0 ? this.#all : this.#all.filter(({ id }) => !gone.has(id));
  }

  byId(id: number): Event | undefined {
    return this.all().find((event) => event.id === id);
  }

  delete(id: number, at: number): void {
    const event = this.byId(id);
    if (event === undefined) throw new Error(`there is no event ${id}`);
    this.#deleted.push({ id, deleted_date: at, modified_date: at, visibility: event.visibility });
  }

  snapshot(): z.input<typeof storedDeletions> {
    return this.#deleted;
  }

  restore(state: unknown): void {
    this.#deleted = storedDeletions.parse(state);
  }
}
