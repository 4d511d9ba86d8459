import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { AttendanceStore } from './attendance-store.ts';
import { mainOrganizationId, partnerOrganizationId } from './data/organizations.ts';
import { EventStore } from './event-store.ts';
import { partnerRows } from './partner-rows.ts';
import { PersonStore } from './person-store.ts';
import { type RowSet, rowSetOf } from './row-set.ts';

const storedWorld = z.object({
  daysPassed: z.number(),
  attendances: z.unknown(),
  events: z.unknown(),
  people: z.unknown(),
});

/** Everything that the stand-in of Mobilize knows, and its time. */
export class World {
  readonly seed: number;
  readonly attendances: AttendanceStore;
  readonly events: EventStore;
  readonly people: PersonStore;
  readonly #clock: Clock;
  readonly #partnerRows: RowSet;
  /** Simulated days that `advance` has added; the other simulators do not share them. */
  daysPassed = 0;

  constructor({
    seed,
    count,
    clock,
  }: { readonly seed: number; readonly count: number; readonly clock: Clock }) {
    this.seed = seed;
    this.#clock = clock;
    this.attendances = new AttendanceStore({ seed, count });
    this.events = new EventStore(this.attendances);
    this.people = new PersonStore({ seed, attendances: this.attendances });
    this.#partnerRows = partnerRows(this.attendances, seed);
  }

  /** Unix seconds. */
  now(): number {
    return Math.floor(this.#clock.now() / 1_000) + this.daysPassed * 86_400;
  }

  attendancesOf(organizationId: number): RowSet {
    if (organizationId === mainOrganizationId) return this.attendances;
    return organizationId === partnerOrganizationId ? this.#partnerRows : noRows;
  }

  peopleOf(organizationId: number): RowSet {
    return organizationId === mainOrganizationId ? this.people : noRows;
  }

  /** Rises with every change to anything. */
  get version(): number {
    return this.attendances.version + this.people.version + this.events.version;
  }

  snapshot(): z.input<typeof storedWorld> {
    return {
      daysPassed: this.daysPassed,
      attendances: this.attendances.snapshot(),
      events: this.events.snapshot(),
      people: this.people.snapshot(),
    };
  }

  restore(state: unknown): void {
    const saved = storedWorld.parse(state);
    this.daysPassed = saved.daysPassed;
    this.attendances.restore(saved.attendances);
    this.events.restore(saved.events);
    this.people.restore(saved.people);
  }
}

const noRows = rowSetOf('nothing', []);
