import { z } from 'zod';
import type { Random } from '../random.ts';
import { Directory } from './directory.ts';
import type { Person } from './person.ts';
import { type Tag, TagBook, type Tagging } from './tag-book.ts';

const storedGroup = z.object({
  people: z.array(z.unknown()),
  tags: z.array(z.unknown()),
  taggings: z.array(z.unknown()),
});

/** The group to which the simulated key belongs: its people and tags. */
export class Group {
  readonly tags: TagBook;
  readonly directory: Directory;

  constructor(random: Random) {
    this.tags = new TagBook({ random });
    this.directory = new Directory({ tags: this.tags, random });
  }

  snapshot(): z.input<typeof storedGroup> {
    return { people: this.directory.all(), ...this.tags.snapshot() };
  }

  restore(state: unknown): void {
    const saved = storedGroup.parse(state);
    // The elements are as this class wrote them; the file is made by nobody else.
    this.directory.restore(saved.people as Person[]);
    this.tags.restore({ tags: saved.tags as Tag[], taggings: saved.taggings as Tagging[] });
  }
}
