import type { BackoffOptions, HttpLogger, HttpStats } from '../../http/index.ts';
import type { Table } from '../../table/index.ts';
import type { KeptField } from './differences.ts';
import type { PersonCondition } from './person-filter.ts';
import type { PersonChanges, PersonInput } from './person-input.ts';
import type { Person, Tag, Tagging } from './schema.ts';

export interface ActionNetworkOptions {
  /** An API key of a group. */
  readonly token: string;
  /** Default `https://actionnetwork.org/api/v2`. */
  readonly baseUrl?: string | undefined;
  readonly logger?: HttpLogger;
  /** Ends all calls at once. */
  readonly signal?: AbortSignal | undefined;
  /** Total time of one call. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /** Calls under way at one time. Default 16, enough for 4 a second while one takes up to 4 seconds. */
  readonly maxConcurrency?: number | undefined;
  /** Default 4, all that Action Network allows; less where several programs share it; 0: no limit. */
  readonly callsPerSecond?: number | undefined;
  /** Default: 5 attempts, 3 after a 500, because that is also the answer to some bad requests. */
  readonly retries?: BackoffOptions;
  /** How long after a lost answer it is looked up whether the write took effect. Default 2,000: a filter lags 1 to 2 s. */
  readonly lookUpDelayMs?: number | undefined;
}

/** A person to write, and the tags that they get besides those they have. */
export interface PersonWrite {
  readonly person: PersonInput;
  readonly addTags?: readonly string[];
}

/** A person after a write. */
export interface WrittenPerson {
  /** The uuid, without the `action_network:` before it. */
  readonly id: string;
  readonly person: Person;
  /** The sent fields that Action Network did not take over, because the value belongs to somebody else. Usually empty. */
  readonly kept: readonly KeptField[];
}

/** Whose taggings: everybody's with a tag, or all of a person. */
export type TaggingsOf = { readonly tagId: string } | { readonly personId: string };

/**
 * What can be read from and written to a group in Action Network. All calls share one limit of 4 a second. Tables stream:
 * each read of one asks the API anew, page after page. Background requests are not offered: they answer neither the id
 * nor an error.
 *
 * All methods throw, when read or called: ConfigError for a refused key; PermanentError for a refused request; otherwise
 * as `HttpClient.request`.
 */
export interface ActionNetwork {
  /** Reads the entry point, which any key can, and looks whether it names the tags. @throws ConfigError when it does not. */
  checkCredentials(): Promise<void>;
  /**
   * Creates the person, or updates the one with the same e-mail address or phone number, and adds tags. One call. Where its
   * answer is lost (timeout, cut connection, 5xx), the person is looked up, and sent again only if the write did not take
   * effect: three times at most. Names of tags that do not exist are ignored without a word: see `ensureTag`. A phone number
   * of somebody else moves to this person, or merges the two.
   *
   * @throws PermanentError when the person has an unknown field, or neither an e-mail address nor a phone number.
   */
  upsertPerson(write: PersonWrite): Promise<WrittenPerson>;
  /**
   * The person whom an earlier `upsertPerson` of just these data left behind; undefined where anything is missing, or where
   * Action Network refuses to tell: then sending it again is harmless, as it updates whoever is there. One call, two with tags.
   * Sees a write after 1 to 2 seconds.
   */
  findWritten(write: PersonWrite): Promise<WrittenPerson | undefined>;
  /**
   * The person whom `upsertPerson` would update: by e-mail address, else by phone number. One call each. Sees a write after
   * 1 to 2 seconds.
   */
  findPerson(person: Pick<PersonInput, 'email_addresses' | 'phone_numbers'>): Promise<Person | undefined>;
  /** The names of a person's tags. */
  tagNamesOf(personId: string): Promise<ReadonlySet<string>>;
  /** Changes the fields given and no other. An e-mail address that somebody else has is not taken over, see `kept`. */
  updatePerson(personId: string, changes: PersonChanges): Promise<WrittenPerson>;
  getPerson(personId: string): Promise<Person>;
  /** People in no order, those who fulfil all conditions; 25 a call. A filter sees a write after 1 to 2 seconds only. */
  people(options?: { readonly filter?: readonly PersonCondition[] }): Table<Person>;
  tags(): Table<Tag>;
  /** The tag of exactly this name, created where there is none. Reads all tags first: call it once, before many upserts. */
  ensureTag(name: string): Promise<Tag>;
  taggings(of: TaggingsOf): Table<Tagging>;
  /** Puts the tag on the person; a person who has it keeps the tagging that there is. */
  createTagging(ids: { readonly tagId: string; readonly personId: string }): Promise<Tagging>;
  /** Takes the tag off the person. A tagging that does not exist (any more) is no error. */
  deleteTagging(ids: { readonly tagId: string; readonly taggingId: string }): Promise<void>;
  readonly requestCount: number;
  readonly stats: HttpStats;
  close(): void;
}
