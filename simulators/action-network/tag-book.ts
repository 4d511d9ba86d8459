import type { Random } from '../random.ts';

export interface Tag {
  readonly uuid: string;
  readonly name: string;
  readonly createdMs: number;
}

export interface Tagging {
  readonly uuid: string;
  readonly tagUuid: string;
  readonly personUuid: string;
  readonly createdMs: number;
}

/** The tags of the group, and who has them; nobody has one twice. */
export class TagBook {
  readonly #random: Random;
  #tags = new Map<string, Tag>();
  /** By tag and person. */
  #taggings = new Map<string, Tagging>();

  constructor({ random }: { readonly random: Random }) {
    this.#random = random;
  }

  all(): Tag[] {
    return [...this.#tags.values()];
  }

  byId(uuid: string): Tag | undefined {
    return this.#tags.get(uuid);
  }

  taggings(of: { readonly tagUuid?: string; readonly personUuid?: string } = {}): Tagging[] {
    return [...this.#taggings.values()].filter(
      ({ tagUuid, personUuid }) =>
        (of.tagUuid === undefined || of.tagUuid === tagUuid) &&
        (of.personUuid === undefined || of.personUuid === personUuid),
    );
  }

  /** What posting a name that exists does is unknown; here it gives the tag there is. */
  create(name: string, nowMs: number): Tag {
    const known = this.#byName(name);
    if (known !== undefined) return known;
    const tag: Tag = {
      uuid: unusedUuid(this.#random, (uuid) => this.#tags.has(uuid)),
      name,
      createdMs: nowMs,
    };
    this.#tags.set(tag.uuid, tag);
    return tag;
  }

  tag(tagUuid: string, personUuid: string, nowMs: number): Tagging {
    const key = keyOf(tagUuid, personUuid);
    const known = this.#taggings.get(key);
    if (known !== undefined) return known;
    const tagging: Tagging = { uuid: this.#random.uuid(), tagUuid, personUuid, createdMs: nowMs };
    this.#taggings.set(key, tagging);
    return tagging;
  }

  untag(tagUuid: string, personUuid: string): void {
    this.#taggings.delete(keyOf(tagUuid, personUuid));
  }

  /** A name that is no tag is ignored without a word. */
  tagByName(name: string, personUuid: string, nowMs: number): void {
    const tag = this.#byName(name);
    if (tag !== undefined) this.tag(tag.uuid, personUuid, nowMs);
  }

  untagByName(name: string, personUuid: string): void {
    const tag = this.#byName(name);
    if (tag !== undefined) this.untag(tag.uuid, personUuid);
  }

  /** When two people become one. */
  moveTaggings(fromPersonUuid: string, toPersonUuid: string): void {
    for (const { tagUuid, createdMs } of this.taggings({ personUuid: fromPersonUuid })) {
      this.untag(tagUuid, fromPersonUuid);
      this.tag(tagUuid, toPersonUuid, createdMs);
    }
  }

  snapshot() {
    return { tags: this.all(), taggings: this.taggings() };
  }

  restore({
    tags,
    taggings,
  }: {
    readonly tags: readonly Tag[];
    readonly taggings: readonly Tagging[];
  }): void {
    this.#tags = new Map(tags.map((tag) => [tag.uuid, tag]));
    this.#taggings = new Map(
      taggings.map((tagging) => [keyOf(tagging.tagUuid, tagging.personUuid), tagging]),
    );
  }

  #byName(name: string): Tag | undefined {
    return this.all().find((tag) => tag.name === name);
  }
}

/** After a restart the stream of numbers begins anew, while what it once named is still there. */
export function unusedUuid(random: Random, isUsed: (uuid: string) => boolean): string {
  let uuid = random.uuid();
  while (isUsed(uuid)) uuid = random.uuid();
  return uuid;
}

function keyOf(tagUuid: string, personUuid: string): string {
  return `${tagUuid} ${personUuid}`;
}
