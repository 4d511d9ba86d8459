import { z } from 'zod';
import { findMatch } from './matching.ts';
import type { Person } from './person.ts';
import type { PersonInput } from './person-input.ts';
import {
  type ActivistCode,
  type Code,
  firstVanId,
  seedActivistCodes,
  seedCodes,
  seedPeople,
} from './seed.ts';

/** One code given to one person, as often as it was given: `kind` tells codes from activist codes. */
export interface Application {
  readonly kind: 'code' | 'activistCode';
  readonly vanId: number;
  readonly id: number;
  /** How often it was given, repeated calls included. */
  readonly times: number;
  /** Entries in the contact history that this made. */
  readonly contacts: number;
}

const stored = z.object({
  people: z.array(z.unknown()),
  codes: z.array(z.unknown()),
  applications: z.array(z.unknown()),
});

/** The database of the committee to which the simulated key belongs. */
export class Committee {
  readonly activistCodes: readonly ActivistCode[] = seedActivistCodes;
  #people = new Map<number, Person>();
  #codes = new Map<number, Code>();
  #applications = new Map<string, Application>();

  constructor() {
    for (const person of seedPeople()) this.#people.set(person.vanId, person);
    for (const code of seedCodes) this.#codes.set(code.codeId, code);
  }

  /** By id. */
  people(): Person[] {
    return [...this.#people.values()];
  }

  person(vanId: number): Person | undefined {
    return this.#people.get(vanId);
  }

  codes(): Code[] {
    return [...this.#codes.values()];
  }

  code(codeId: number): Code | undefined {
    return this.#codes.get(codeId);
  }

  /** Whom the API takes these data for. An id overrides all else. @param foundBefore newer people are not found yet */
  find(input: PersonInput, foundBefore: number): Person | undefined {
    if (input.vanId !== undefined) return this.#people.get(input.vanId);
    return findMatch(
      this.people().filter(({ createdMs }) => createdMs <= foundBefore),
      input,
    );
  }

  /** Makes a person, however many like them there are. */
  create({ vanId: _ignored, ...input }: PersonInput, nowMs: number): Person {
    const vanId = Math.max(firstVanId - 1, ...this.#people.keys()) + 1;
    const person = { vanId, ...input, createdMs: nowMs };
    this.#people.set(vanId, person);
    return person;
  }

  /** Given values replace; lists only grow, by what is not in them yet. */
  update(person: Person, { vanId: _ignored, ...input }: PersonInput): Person {
    const known = new Set(person.addresses.map((address) => JSON.stringify(address)));
    const updated: Person = {
      ...person,
      firstName: input.firstName ?? person.firstName,
      lastName: input.lastName ?? person.lastName,
      dateOfBirth: input.dateOfBirth ?? person.dateOfBirth,
      emails: [...new Set([...person.emails, ...input.emails])],
      phones: [...new Set([...person.phones, ...input.phones])],
      addresses: [
        ...person.addresses,
        ...input.addresses.filter((address) => !known.has(JSON.stringify(address))),
      ],
    };
    this.#people.set(person.vanId, updated);
    return updated;
  }

  createCode({ name, codeType }: Pick<Code, 'name' | 'codeType'>): Code {
    const code = { codeId: Math.max(0, ...this.#codes.keys()) + 1, parentCodeId: null, name, codeType };
    this.#codes.set(code.codeId, code);
    return code;
  }

  apply(given: Pick<Application, 'kind' | 'vanId' | 'id'>, { contact = false } = {}): void {
    const { times, contacts } = this.#applications.get(keyOf(given)) ?? { times: 0, contacts: 0 };
    const application = { ...given, times: times + 1, contacts: contacts + (contact ? 1 : 0) };
    this.#applications.set(keyOf(given), application);
  }

  remove(given: Pick<Application, 'kind' | 'vanId' | 'id'>): void {
    this.#applications.delete(keyOf(given));
  }

  /** All, or those of one person, in the order in which they were given first. */
  applications(vanId?: number): Application[] {
    const all = [...this.#applications.values()];
    return vanId === undefined ? all : all.filter((application) => application.vanId === vanId);
  }

  snapshot(): z.input<typeof stored> {
    return { people: this.people(), codes: this.codes(), applications: this.applications() };
  }

  restore(state: unknown): void {
    const saved = stored.parse(state);
    // The elements are as this class wrote them; the file is made by nobody else.
    this.#people = new Map((saved.people as Person[]).map((person) => [person.vanId, person]));
    this.#codes = new Map((saved.codes as Code[]).map((code) => [code.codeId, code]));
    this.#applications = new Map(
      (saved.applications as Application[]).map((application) => [keyOf(application), application]),
    );
  }
}

function keyOf({ kind, vanId, id }: Pick<Application, 'kind' | 'vanId' | 'id'>): string {
  return `${kind} ${vanId} ${id}`;
}
