import type { z } from 'zod';
import { ConfigError, PermanentError, TransientError } from '../../errors/index.ts';
import {
  createHttpClient,
  type HttpClient,
  type HttpStats,
  pathOf,
  type RequestOptions,
  wait,
} from '../../http/index.ts';
import { Table } from '../../table/index.ts';
import type {
  ActionNetwork,
  ActionNetworkOptions,
  PersonWrite,
  TaggingsOf,
  WrittenPerson,
} from './action-network.ts';
import { type AnswerReader, createAnswerReader, keyRefused } from './answer.ts';
import { personColumns, tagColumns, taggingColumns } from './columns.ts';
import { findDifferences, findKeptFields } from './differences.ts';
import { type PersonCondition, toFilterExpression } from './person-filter.ts';
import {
  type PersonChanges,
  type PersonInput,
  parsePersonChanges,
  parsePersonInput,
} from './person-input.ts';
import { type Collection, readCollection, readFirstPage } from './read-collection.ts';
import {
  deletedSchema,
  entryPointSchema,
  type Person,
  personSchema,
  type Tag,
  type Tagging,
  taggingSchema,
  tagSchema,
} from './schema.ts';

const productionUrl = 'https://actionnetwork.org/api/v2';
const upsertAttempts = 3;
const defaultLookUpDelayMs = 2_000;

/** @throws ConfigError when there is no token, or the base URL may not be used. */
export function createActionNetwork(options: ActionNetworkOptions): ActionNetwork {
  if (options.token.trim() === '')
    throw new ConfigError('AN_API_TOKEN is missing: an API key of the group is needed');
  return new ActionNetworkClient(options);
}

class ActionNetworkClient implements ActionNetwork {
  readonly #http: HttpClient;
  readonly #answers: AnswerReader;
  readonly #baseUrl: string;
  readonly #lookUpDelayMs: number;
  readonly #signal: AbortSignal | undefined;
  /** Tags by id. They can be neither changed nor deleted, so what is known stays true. */
  readonly #tagNames = new Map<string, string>();

  constructor({
    token,
    baseUrl = productionUrl,
    callsPerSecond = 4,
    maxConcurrency,
    retries,
    lookUpDelayMs = defaultLookUpDelayMs,
    ...rest
  }: ActionNetworkOptions) {
    this.#lookUpDelayMs = lookUpDelayMs;
    this.#signal = rest.signal;
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.#answers = createAnswerReader(token);
    this.#http = createHttpClient({
      ...rest,
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
      source: 'action-network',
      baseUrl,
      headers: { 'OSDI-API-Token': token },
      secrets: [token],
      rateLimits: callsPerSecond === 0 ? [] : [{ callsPerSecond }],
      retries: { attemptsByStatus: { 500: 3 }, ...retries },
      explain: this.#answers.explain,
    });
  }

  async checkCredentials(): Promise<void> {
    const schema = this.#answers.of(entryPointSchema);
    const { status, data } = await this.#http.request({ path: '/', endpoint: 'GET /', schema });
    if (!('osdi:tags' in data._links)) throw keyRefused(status, 'the entry point names no tags');
  }

  async upsertPerson({ person: input, addTags }: PersonWrite): Promise<WrittenPerson> {
    const person = parsePersonInput(input);
    const body = { person, add_tags: addTags };
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#write(person, { method: 'POST', path: '/people', endpoint: 'POST /people', body });
      } catch (error) {
        if (attempt === upsertAttempts || !mayHaveTakenEffect(error)) throw error;
      }
      await wait(this.#lookUpDelayMs, this.#signal);
      const written = await this.findWritten({ person, ...(addTags && { addTags }) });
      if (written !== undefined) return written;
    }
  }

  async findWritten(write: PersonWrite): Promise<WrittenPerson | undefined> {
    try {
      return await this.#lookUp(write);
    } catch (error) {
      if (error instanceof PermanentError) return undefined;
      throw error;
    }
  }

  async #lookUp({ person: sent, addTags = [] }: PersonWrite): Promise<WrittenPerson | undefined> {
    const person = await this.findPerson(sent);
    if (person === undefined || findDifferences(sent, person).length > 0) return undefined;
    const tags = addTags.length === 0 ? new Set() : await this.tagNamesOf(person.id);
    return addTags.every((tag) => tags.has(tag)) ? { id: person.id, person, kept: [] } : undefined;
  }

  async findPerson({
    email_addresses: [email] = [],
    phone_numbers: [phone] = [],
  }: Pick<PersonInput, 'email_addresses' | 'phone_numbers'>): Promise<Person | undefined> {
    const byEmail =
      email && (await this.#findPerson({ field: 'email_address', op: 'eq', value: email.address }));
    if (byEmail !== undefined || phone === undefined) return byEmail;
    const byPhone = await this.#findPerson({ field: 'phone_number', op: 'eq', value: phone.number });
    // Whoever has the number and another e-mail address is somebody else, who would lose the number.
    const isOther = email !== undefined && (byPhone?.email_addresses.length ?? 0) > 0;
    return isOther ? undefined : byPhone;
  }

  async tagNamesOf(personId: string): Promise<ReadonlySet<string>> {
    const tagIds = (await this.taggings({ personId }).toArray()).flatMap(({ tag_id: id }) => id ?? []);
    if (!tagIds.every((id) => this.#tagNames.has(id))) await this.#findTag(() => false);
    return new Set(tagIds.flatMap((id) => this.#tagNames.get(id) ?? []));
  }

  async updatePerson(personId: string, changes: PersonChanges): Promise<WrittenPerson> {
    const body = parsePersonChanges(changes);
    const path = pathOf`/people/${personId}`;
    return this.#write(body, { method: 'PUT', path, endpoint: 'PUT /people/:person', body });
  }

  getPerson(personId: string): Promise<Person> {
    return this.#one(personSchema, { path: pathOf`/people/${personId}`, endpoint: 'GET /people/:person' });
  }

  people({ filter = [] }: { filter?: readonly PersonCondition[] } = {}): Table<Person> {
    const query = { filter: toFilterExpression(filter) };
    const first = { path: '/people', query, endpoint: 'GET /people' };
    return this.#table(personColumns, { first, relation: 'osdi:people', resource: personSchema });
  }

  tags(): Table<Tag> {
    return this.#table(tagColumns, allTags);
  }

  async ensureTag(name: string): Promise<Tag> {
    const isSought = (tag: Tag) => tag.name === name;
    const existing = await this.#findTag(isSought);
    if (existing !== undefined) return existing;
    try {
      const request = { method: 'POST', path: '/tags', endpoint: 'POST /tags', body: { name } } as const;
      return await this.#one(tagSchema, request);
    } catch (error) {
      // The tag may be there all the same: the answer was lost, or another run created it meanwhile. A repeated POST could make a second one.
      const created = await this.#findTag(isSought);
      if (created === undefined) throw error;
      return created;
    }
  }

  taggings(of: TaggingsOf): Table<Tagging> {
    const first =
      'tagId' in of
        ? { path: pathOf`/tags/${of.tagId}/taggings`, endpoint: 'GET /tags/:tag/taggings' }
        : { path: pathOf`/people/${of.personId}/taggings`, endpoint: 'GET /people/:person/taggings' };
    return this.#table(taggingColumns, { first, relation: 'osdi:taggings', resource: taggingSchema });
  }

  createTagging({ tagId, personId }: { tagId: string; personId: string }): Promise<Tagging> {
    const href = this.#baseUrl + pathOf`/people/${personId}`;
    return this.#one(taggingSchema, {
      method: 'POST',
      path: pathOf`/tags/${tagId}/taggings`,
      endpoint: 'POST /tags/:tag/taggings',
      body: { _links: { 'osdi:person': { href } } },
      safeToRepeat: true,
    });
  }

  async deleteTagging({ tagId, taggingId }: { tagId: string; taggingId: string }): Promise<void> {
    await this.#http.request({
      method: 'DELETE',
      path: pathOf`/tags/${tagId}/taggings/${taggingId}`,
      endpoint: 'DELETE /tags/:tag/taggings/:tagging',
      schema: this.#answers.of(deletedSchema),
      // Also what a repeated call gets when the answer to the first one was lost.
      acceptStatus: [404],
    });
  }

  get requestCount(): number {
    return this.#http.requestCount;
  }

  get stats(): HttpStats {
    return this.#http.stats;
  }

  close(): void {
    this.#http.close();
  }

  async #write(sent: PersonChanges, request: RequestOptions<Person | undefined>): Promise<WrittenPerson> {
    const { status, data: person } = await this.#http.request({
      ...request,
      schema: this.#answers.writtenPerson,
    });
    if (person === undefined) throw keyRefused(status, 'success without the person');
    return { id: person.id, person, kept: findKeptFields(sent, person) };
  }

  async #one<T>(schema: z.ZodType<T>, request: RequestOptions<T>): Promise<T> {
    return (await this.#http.request({ ...request, schema: this.#answers.of(schema) })).data;
  }

  /** The first person that the filter finds, if it is one who fulfils it: an unknown filter might list anybody. */
  async #findPerson(condition: PersonCondition & { readonly value: string }): Promise<Person | undefined> {
    const query = { filter: toFilterExpression([condition]) };
    const first = { path: '/people', query, endpoint: 'GET /people' };
    const people = await readFirstPage(this.#http, this.#answers, {
      first,
      relation: 'osdi:people',
      resource: personSchema,
    });
    const sought: PersonChanges =
      condition.field === 'email_address'
        ? { email_addresses: [{ address: condition.value }] }
        : { phone_numbers: [{ number: condition.value }] };
    return people.find((person) => findKeptFields(sought, person).length === 0);
  }

  /** Reads tags until one is found, and remembers those it sees. */
  async #findTag(isSought: (tag: Tag) => boolean): Promise<Tag | undefined> {
    for await (const tags of readCollection(this.#http, this.#answers, allTags)) {
      for (const tag of tags) this.#tagNames.set(tag.id, tag.name);
      const found = tags.find(isSought);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #table<R extends { id: string }>(
    columns: readonly (keyof R & string)[],
    collection: Collection<R>,
  ): Table<R> {
    return Table.fromBatches(() => readCollection(this.#http, this.#answers, collection), { columns });
  }
}

/** Whether a failed write may have been done all the same. A 429 was refused before it did anything. */
function mayHaveTakenEffect(error: unknown): boolean {
  return error instanceof TransientError && error.facts.httpStatus !== 429;
}

const allTags: Collection<Tag> = {
  first: { path: '/tags', endpoint: 'GET /tags' },
  relation: 'osdi:tags',
  resource: tagSchema,
};
