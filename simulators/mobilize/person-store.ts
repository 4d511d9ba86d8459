import { z } from 'zod';
import type { AttendanceStore } from './attendance-store.ts';
import { guideRows } from './data/guide-rows.ts';
import { hardCaseRows } from './data/hard-cases.ts';
import { generatedPerson } from './data/people.ts';
import type { Person } from './data/types.ts';
import type { RowSet } from './row-set.ts';

const storedPeople = z.object({
  changed: z.array(z.tuple([z.number(), z.unknown()])),
  added: z.array(z.unknown()),
});

/** The people of the main organisation as they are now: of the fixed rows, then generated ones, then added ones. */
export class PersonStore implements RowSet {
  readonly name = 'people';
  readonly #seed: number;
  readonly #fixed: readonly Person[];
  readonly #generatedCount: number;
  #changed = new Map<number, Person>();
  #added: Person[] = [];
  #version = 0;

  constructor({ seed, attendances }: { readonly seed: number; readonly attendances: AttendanceStore }) {
    this.#seed = seed;
    this.#fixed = newestByUser(
      [...guideRows, ...hardCaseRows].slice(0, attendances.seededCount).map(({ person }) => person),
    );
    this.#generatedCount = attendances.personCount;
  }

  get version(): number {
    return this.#version;
  }

  get length(): number {
    return this.#fixed.length + this.#generatedCount + this.#added.length;
  }

  at(position: number): Person {
    const number = position - this.#fixed.length;
    return (
      this.#changed.get(position) ??
      this.#fixed[position] ??
      this.#added[number - this.#generatedCount] ??
      generatedPerson(this.#seed, number)
    );
  }

  /** The number from which a new person is generated. */
  get nextNumber(): number {
    return this.#generatedCount + this.#added.length;
  }

  positionOfNumber(number: number): number {
    return this.#fixed.length + number;
  }

  modifiedAt(position: number): number {
    return this.at(position).modified_date;
  }

  isHidden(): boolean {
    return false;
  }

  json(position: number): string {
    return JSON.stringify(this.at(position));
  }

  positionOfEmail(address: string): number | undefined {
    const wanted = address.toLowerCase();
    return this.#find(({ email_addresses: [email] = [] }) => email?.address.toLowerCase() === wanted);
  }

  positionOfUser(userId: number): number | undefined {
    return this.#find((person) => person.user_id === userId);
  }

  /** Looks at everybody; only for the rare writes. */
  #find(isWanted: (person: Person) => boolean): number | undefined {
    for (let position = 0; position < this.length; position++) {
      if (isWanted(this.at(position))) return position;
    }
    return undefined;
  }

  add(person: Person): number {
    this.#version += 1;
    this.#added.push(person);
    return this.length - 1;
  }

  change(position: number, change: Partial<Person>): Person {
    this.#version += 1;
    const changed = { ...this.at(position), ...change };
    this.#changed.set(position, changed);
    return changed;
  }

  snapshot(): z.input<typeof storedPeople> {
    return { changed: [...this.#changed], added: this.#added };
  }

  restore(state: unknown): void {
    const saved = storedPeople.parse(state);
    this.#version += 1;
    // The elements are as this class wrote them; the file is made by nobody else.
    this.#changed = new Map(saved.changed as Array<[number, Person]>);
    this.#added = saved.added as Person[];
  }
}

function newestByUser(people: readonly Person[]): Person[] {
  const byUser = new Map<number, Person>();
  for (const person of people) {
    const known = byUser.get(person.user_id);
    if (known === undefined || known.modified_date < person.modified_date) byUser.set(person.user_id, person);
  }
  return [...byUser.values()];
}
