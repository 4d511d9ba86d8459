import type { Random } from '../random.ts';
import type { HelperInput, PersonInput } from './input.ts';
import { mergeAddress, mergeCustomFields } from './merge.ts';
import type { Person } from './person.ts';
import { type TagBook, unusedUuid } from './tag-book.ts';

/** The people of the group, and the rules by which a post finds, makes, joins or changes them. */
export class Directory {
  readonly #tags: TagBook;
  readonly #random: Random;
  readonly #people = new Map<string, Person>();
  readonly #byEmail = new Map<string, string>();
  readonly #byPhone = new Map<string, string>();

  constructor({ tags, random }: { readonly tags: TagBook; readonly random: Random }) {
    this.#tags = tags;
    this.#random = random;
  }

  /** In the order in which they were created. */
  all(): Person[] {
    return [...this.#people.values()];
  }

  byId(uuid: string): Person | undefined {
    return this.#people.get(uuid);
  }

  /**
   * The person signup helper: matches by e-mail address and by number, updates or creates. A number that belongs to
   * somebody else moves to the posted person, or, where one of the two has no e-mail address, the two become one.
   * Source: actionnetwork.org/docs/v2/person_signup_helper, stored 2026-08-05.
   */
  signUp({ person: input, addTags, removeTags }: HelperInput, nowMs: number): Person {
    const target = this.#match(input) ?? this.#create(nowMs);
    const person = this.update(target.uuid, input, nowMs);
    for (const name of addTags) this.#tags.tagByName(name, person.uuid, nowMs);
    for (const name of removeTags) this.#tags.untagByName(name, person.uuid);
    return person;
  }

  /** Sent fields replace, absent ones stay, null clears; an e-mail address that is taken is left out without a word. */
  update(uuid: string, input: PersonInput, nowMs: number): Person {
    const email = this.#newEmail(this.#existing(uuid), input.email);
    this.#store({ ...this.#existing(uuid), email });
    const phone = this.#newPhone(this.#existing(uuid), input.phone);
    // A merge has given the person what it lacked.
    const current = this.#existing(uuid);
    return this.#store({
      ...current,
      given_name: input.given_name === undefined ? current.given_name : input.given_name,
      family_name: input.family_name === undefined ? current.family_name : input.family_name,
      languages_spoken: input.languages_spoken ?? current.languages_spoken,
      identifiers: [...new Set([...current.identifiers, ...input.identifiers])],
      phone,
      postalAddress: mergeAddress(current.postalAddress, input.postalAddress),
      custom_fields: mergeCustomFields(current.custom_fields, input.custom_fields),
      modifiedMs: nowMs,
    });
  }

  restore(people: readonly Person[]): void {
    this.#people.clear();
    this.#byEmail.clear();
    this.#byPhone.clear();
    for (const person of people) this.#store(person);
  }

  #match({ email, phone }: PersonInput): Person | undefined {
    const byEmail = email && this.#find(this.#byEmail, email.address);
    const byPhone = phone && this.#find(this.#byPhone, phone.number);
    if (byEmail !== undefined) return byEmail;
    if (byPhone === undefined) return undefined;
    // Somebody with another e-mail address is another person, who will lose the number.
    const isOther = email !== undefined && byPhone.email !== null;
    return isOther ? undefined : byPhone;
  }

  #create(nowMs: number): Person {
    return this.#store({
      uuid: unusedUuid(this.#random, (uuid) => this.#people.has(uuid)),
      identifiers: [],
      createdMs: nowMs,
      modifiedMs: nowMs,
      given_name: null,
      family_name: null,
      languages_spoken: ['en'],
      email: null,
      phone: null,
      postalAddress: null,
      custom_fields: {},
    });
  }

  #newEmail(person: Person, posted: PersonInput['email']): Person['email'] {
    if (posted === undefined) return person.email;
    const owner = this.#find(this.#byEmail, posted.address);
    if (owner !== undefined && owner.uuid !== person.uuid) return person.email;
    const known = person.email?.address === posted.address ? person.email.status : 'subscribed';
    return { address: posted.address, status: posted.status ?? known };
  }

  /** Takes the number from whoever has it, or takes in that person as a whole. */
  #newPhone(person: Person, posted: PersonInput['phone']): Person['phone'] {
    if (posted === undefined) return person.phone;
    const { number, status } = posted;
    const owner = this.#find(this.#byPhone, number);
    if (owner === undefined) return { number, status: status ?? 'unsubscribed' };
    const knownStatus = owner.phone?.status ?? 'unsubscribed';
    if (owner.uuid === person.uuid) return { number, status: status ?? knownStatus };
    if (owner.email !== null && person.email !== null) {
      this.#store({ ...owner, phone: null });
      return { number, status: status ?? 'unsubscribed' };
    }
    this.#merge(owner, person.uuid);
    return { number, status: status ?? knownStatus };
  }

  /** The kept person's own values win; what it lacks comes from the one that goes. */
  #merge(gone: Person, keptUuid: string): void {
    const kept = this.#existing(keptUuid);
    this.#remove(gone);
    this.#tags.moveTaggings(gone.uuid, keptUuid);
    this.#store({
      ...kept,
      identifiers: [...new Set([...kept.identifiers, ...gone.identifiers])],
      given_name: kept.given_name ?? gone.given_name,
      family_name: kept.family_name ?? gone.family_name,
      email: kept.email ?? gone.email,
      postalAddress: kept.postalAddress ?? gone.postalAddress,
      custom_fields: { ...gone.custom_fields, ...kept.custom_fields },
    });
  }

  #find(index: ReadonlyMap<string, string>, key: string): Person | undefined {
    const uuid = index.get(key);
    return uuid === undefined ? undefined : this.#people.get(uuid);
  }

  #existing(uuid: string): Person {
    const person = this.#people.get(uuid);
    if (person === undefined) throw new Error(`there is no person ${uuid}`);
    return person;
  }

  #store(person: Person): Person {
    const before = this.#people.get(person.uuid);
    if (before !== undefined) this.#unindex(before);
    this.#people.set(person.uuid, person);
    if (person.email !== null) this.#byEmail.set(person.email.address, person.uuid);
    if (person.phone !== null) this.#byPhone.set(person.phone.number, person.uuid);
    return person;
  }

  #remove(person: Person): void {
    this.#unindex(person);
    this.#people.delete(person.uuid);
  }

  #unindex({ uuid, email, phone }: Person): void {
    if (email !== null && this.#byEmail.get(email.address) === uuid) this.#byEmail.delete(email.address);
    if (phone !== null && this.#byPhone.get(phone.number) === uuid) this.#byPhone.delete(phone.number);
  }
}
