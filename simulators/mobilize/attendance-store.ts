import { z } from 'zod';
import {
  type AttendanceChange,
  createSignUpWriter,
  firstGeneratedAttendanceId,
  personCountFor,
  type SignUp,
  signUpAt,
} from './data/attendance-json.ts';
import { eventCountFor } from './data/events.ts';
import { guideRows } from './data/guide-rows.ts';
import { hardCaseRows } from './data/hard-cases.ts';
import type { Attendance, Person } from './data/types.ts';
import type { RowSet } from './row-set.ts';

/** What a snapshot keeps: everything that happened after the seeded start. */
export const attendanceChanges = z.object({
  added: z.array(z.unknown()),
  changes: z.array(z.tuple([z.number(), z.unknown()])),
  touches: z.array(z.object({ from: z.number(), to: z.number(), at: z.number() })),
  hiddenEventIds: z.array(z.number()),
});

type Added =
  | { readonly kind: 'signUp'; readonly signUp: SignUp; readonly person: Person | null }
  | { readonly kind: 'posted'; readonly attendance: Attendance };
type Change = AttendanceChange & { readonly modified: number };

/**
 * All attendances of the main organisation: the rows of the training guide, the hard cases, the generated ones, and those
 * added later, at positions in this order. Seeded rows exist as numbers only; what changes is kept beside them.
 */
export class AttendanceStore implements RowSet {
  readonly name = 'attendances';
  readonly eventCount: number;
  readonly seededCount: number;
  readonly #seed: number;
  readonly #fixed: readonly Attendance[];
  readonly #generatedCount: number;
  readonly #writer: ReturnType<typeof createSignUpWriter>;
  #added: Added[] = [];
  #changes = new Map<number, Change>();
  #touches: Array<{ from: number; to: number; at: number }> = [];
  #hiddenEventIds = new Set<number>();
  #version = 0;

  constructor({ seed, count }: { readonly seed: number; readonly count: number }) {
    this.#seed = seed;
    this.#fixed = [...guideRows, ...hardCaseRows].slice(0, count);
    this.seededCount = count;
    this.#generatedCount = count - this.#fixed.length;
    this.eventCount = eventCountFor(count);
    this.#writer = createSignUpWriter({ seed, eventCount: this.eventCount });
  }

  get version(): number {
    return this.#version;
  }

  get length(): number {
    return this.seededCount + this.#added.length;
  }

  /** How many generated people have signed up at the start. */
  get personCount(): number {
    return personCountFor(this.#generatedCount);
  }

  eventAt(number: number) {
    return this.#writer.eventAt(number);
  }

  modifiedAt(position: number): number {
    let modified = this.#changes.get(position)?.modified ?? this.#firstModified(position);
    for (const touch of this.#touches) {
      if (position >= touch.from && position < touch.to && touch.at > modified) modified = touch.at;
    }
    return modified;
  }

  isHidden(position: number): boolean {
    return this.#hiddenEventIds.size > 0 && this.#hiddenEventIds.has(this.eventIdAt(position));
  }

  json(position: number): string {
    const fixed = this.#fixedAt(position);
    const { modified: _, ...change } = this.#changes.get(position) ?? { modified: 0 };
    const modified = this.modifiedAt(position);
    if (fixed !== undefined) return JSON.stringify({ ...fixed, ...change, modified_date: modified });
    const added = this.#added[position - this.seededCount];
    const person = added?.kind === 'signUp' ? (added.person ?? undefined) : undefined;
    return this.#writer.json(this.#signUp(position), modified, change, person);
  }

  /** The row as an object; for tests, controls and single reads. */
  row(position: number): Attendance {
    return JSON.parse(this.json(position));
  }

  eventIdAt(position: number): number {
    const fixed = this.#fixedAt(position);
    if (fixed !== undefined) return Number(fixed.event.id);
    return this.#writer.eventAt(this.#signUp(position).eventNumber).id;
  }

  /** Where the row with this id is; undefined when there is none or it went with its event. */
  positionOf(id: number): number | undefined {
    const found = this.#rawPositionOf(id);
    return found === undefined || this.isHidden(found) ? undefined : found;
  }

  change(position: number, change: AttendanceChange, modified: number): void {
    this.#version += 1;
    this.#changes.set(position, { ...this.#changes.get(position), ...change, modified });
  }

  /** Gives rows from one position up to, not including, another a new modification time and nothing else. */
  touch(from: number, to: number, at: number): void {
    this.#version += 1;
    this.#touches.push({ from, to, at });
  }

  /** Adds a generated sign-up with a hash of its own; `person` instead of a generated one. */
  addSignUp(signUp: Omit<SignUp, 'id'>, person?: Person): number {
    return this.#add((id) => ({ kind: 'signUp', signUp: { ...signUp, id }, person: person ?? null }));
  }

  addPosted(attendance: Omit<Attendance, 'id'>): number {
    return this.#add((id) => ({ kind: 'posted', attendance: { id, ...attendance } }));
  }

  hideEvent(eventId: number): void {
    this.#version += 1;
    this.#hiddenEventIds.add(eventId);
  }

  snapshot(): z.input<typeof attendanceChanges> {
    return {
      added: this.#added,
      changes: [...this.#changes],
      touches: this.#touches,
      hiddenEventIds: [...this.#hiddenEventIds],
    };
  }

  restore(state: unknown): void {
    const saved = attendanceChanges.parse(state);
    this.#version += 1;
    // The elements are as this class wrote them; the file is made by nobody else.
    this.#added = saved.added as Added[];
    this.#changes = new Map(saved.changes as Array<[number, Change]>);
    this.#touches = saved.touches;
    this.#hiddenEventIds = new Set(saved.hiddenEventIds);
  }

  #add(make: (id: number) => Added): number {
    this.#version += 1;
    const position = this.length;
    this.#added.push(make(this.#generatedIdAt(position)));
    return position;
  }

  #generatedIdAt(position: number): number {
    return firstGeneratedAttendanceId + position - this.#fixed.length;
  }

  #fixedAt(position: number): Attendance | undefined {
    if (position < this.#fixed.length) return this.#fixed[position];
    const added = this.#added[position - this.seededCount];
    return added?.kind === 'posted' ? added.attendance : undefined;
  }

  #signUp(position: number): SignUp {
    const added = this.#added[position - this.seededCount];
    if (added?.kind === 'signUp') return added.signUp;
    return signUpAt(this.#seed, position - this.#fixed.length, this.#generatedCount, this.eventCount);
  }

  #firstModified(position: number): number {
    return this.#fixedAt(position)?.modified_date ?? this.#signUp(position).modified;
  }

  #rawPositionOf(id: number): number | undefined {
    const fixed = this.#fixed.findIndex((row) => row.id === id);
    if (fixed >= 0) return fixed;
    const position = id - firstGeneratedAttendanceId + this.#fixed.length;
    return position >= this.#fixed.length && position < this.length ? position : undefined;
  }
}
