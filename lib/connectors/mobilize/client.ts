import { ConfigError } from '../../errors/index.ts';
import {
  type BackoffOptions,
  createHttpClient,
  type HttpClient,
  type HttpLogger,
  type HttpStats,
  pathOf,
} from '../../http/index.ts';
import { Table } from '../../table/index.ts';
import {
  attendanceColumns,
  deletedEventColumns,
  eventColumns,
  organizationColumns,
  personColumns,
} from './columns.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { DeletedEventFilter, EventFilter } from './filters.ts';
import * as lists from './lists.ts';
import { type ListRequest, readList } from './read-list.ts';
import type { Attendance, DeletedEvent, Enums, MobilizeEvent, Organization, Person } from './rows.ts';
import { enumsAnswer, oneAttendance, oneEvent } from './schema.ts';

export interface MobilizeOptions {
  /** Without a key only what is public can be read: organizations, public events, deleted events, enums. */
  readonly apiKey?: string | undefined;
  /** Whose lists are read; one or more. */
  readonly organizationIds: readonly number[];
  /** Default `https://api.mobilize.us/v1`. */
  readonly baseUrl?: string | undefined;
  readonly logger?: HttpLogger;
  /** Ends all reading at once. */
  readonly signal?: AbortSignal | undefined;
  /** Total time of one call. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /** Default 15, all that Mobilize allows one address; less where several programs share it; 0: no limit. */
  readonly callsPerSecond?: number | undefined;
  readonly retries?: BackoffOptions;
}

/** Which organization's list; default: all of `organizationIds`, one after the other. */
export interface OfOrganization {
  readonly organizationId?: number | undefined;
}

/** What changed at or after a time. The server's reading of "at" is not documented: go back further than needed. Default: everything. */
export interface Since {
  readonly updatedSince?: Date | undefined;
}

/**
 * What can be read from Mobilize. Tables stream: each read of one asks the API anew, up to 15 pages of 100 rows ahead of the reader.
 * A table gives each row once, and a row that changes during the read perhaps once more, with its later date; of several organizations
 * a row may come once from each.
 *
 * All methods throw, when read or called: ConfigError for a refused key or an unknown organization; otherwise as `HttpClient.request`.
 */
export interface Mobilize {
  /** Sign-ups. There is no other filter, and no order to rely on. Old rows may turn up as changed years later. */
  attendances(options?: OfOrganization & Since): Table<Attendance>;
  /** Sign-ups for an event that the organization owns or promotes. To read many events, `attendances` takes far fewer calls. */
  eventAttendances(eventId: number, options?: OfOrganization): Table<Attendance>;
  attendance(attendanceId: number, options?: OfOrganization): Promise<Attendance>;
  people(options?: OfOrganization & Since): Table<Person>;
  /** Events that the organization owns, co-owns or promotes. */
  events(filter?: OfOrganization & EventFilter): Table<MobilizeEvent>;
  /** An event that the organization owns or promotes. */
  organizationEvent(eventId: number, options?: OfOrganization): Promise<MobilizeEvent>;
  /** Any event that is public or that the key may see. */
  event(eventId: number): Promise<MobilizeEvent>;
  deletedEvents(filter?: OfOrganization & DeletedEventFilter): Table<DeletedEvent>;
  /** All public organizations. */
  organizations(options?: Since): Table<Organization>;
  promotedOrganizations(options?: OfOrganization): Table<Organization>;
  /** @deprecated By Mobilize: the events of organization 1. */
  allEvents(filter?: EventFilter): Table<MobilizeEvent>;
  /** @deprecated By Mobilize: the deleted events of organization 1. */
  allDeletedEvents(filter?: DeletedEventFilter): Table<DeletedEvent>;
  enums(): Promise<Enums>;
  /** Reads one sign-up of each organization. @throws ConfigError naming the setting to correct. */
  checkCredentials(): Promise<void>;
  readonly requestCount: number;
  readonly stats: HttpStats;
  close(): void;
}

const productionUrl = 'https://api.mobilize.us/v1';
/** Older paging links of the production service lead here. Source: recorded answers of 2020 in controlshift/mobilize_america_client. */
const olderProductionOrigin = 'https://www.mobilize.us';

/** @throws ConfigError when there is no organization or one without a number, or the base URL may not be used. */
export function createMobilize(options: MobilizeOptions): Mobilize {
  const { organizationIds } = options;
  if (organizationIds.length === 0 || !organizationIds.every(Number.isSafeInteger)) {
    throw new ConfigError('MOBILIZE_ORGANIZATION_ID is missing: at least one organization is needed');
  }
  return new MobilizeClient(options);
}

class MobilizeClient implements Mobilize {
  readonly #http: HttpClient;
  readonly #logger: HttpLogger | undefined;
  readonly #organizationIds: readonly number[];

  constructor({
    apiKey,
    organizationIds,
    baseUrl = productionUrl,
    callsPerSecond = 15,
    ...rest
  }: MobilizeOptions) {
    this.#organizationIds = organizationIds;
    this.#logger = rest.logger;
    this.#http = createHttpClient({
      ...rest,
      source: 'mobilize',
      baseUrl,
      headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
      secrets: apiKey === undefined ? [] : [apiKey],
      allowedOrigins: baseUrl === productionUrl ? [olderProductionOrigin] : [],
      // Reads only. The limit is per address, and 15 within any second; a wider margin than usual still leaves 14.3 a second.
      rateLimits: callsPerSecond === 0 ? [] : [{ callsPerSecond, marginMs: 45 }],
      explain: explainRefusal,
    });
  }

  attendances({ organizationId, ...since }: OfOrganization & Since = {}): Table<Attendance> {
    return this.#tableOf(attendanceColumns, organizationId, (id) => lists.attendances(id, since));
  }

  eventAttendances(eventId: number, { organizationId }: OfOrganization = {}): Table<Attendance> {
    return this.#tableOf(attendanceColumns, organizationId, (id) => lists.eventAttendances(id, eventId));
  }

  async attendance(attendanceId: number, options: OfOrganization = {}): Promise<Attendance> {
    const path = pathOf`/organizations/${this.#one(options)}/attendances/${attendanceId}`;
    const endpoint = '/organizations/:org/attendances/:attendance';
    return (await this.#http.request({ path, endpoint, schema: oneAttendance })).data.data;
  }

  people({ organizationId, ...since }: OfOrganization & Since = {}): Table<Person> {
    return this.#tableOf(personColumns, organizationId, (id) => lists.people(id, since));
  }

  events({ organizationId, ...filter }: OfOrganization & EventFilter = {}): Table<MobilizeEvent> {
    return this.#tableOf(eventColumns, organizationId, (id) => lists.events(id, filter));
  }

  async organizationEvent(eventId: number, options: OfOrganization = {}): Promise<MobilizeEvent> {
    const path = pathOf`/organizations/${this.#one(options)}/events/${eventId}`;
    return (
      await this.#http.request({ path, endpoint: '/organizations/:org/events/:event', schema: oneEvent })
    ).data.data;
  }

  async event(eventId: number): Promise<MobilizeEvent> {
    return (
      await this.#http.request({
        path: pathOf`/events/${eventId}`,
        endpoint: '/events/:event',
        schema: oneEvent,
      })
    ).data.data;
  }

  deletedEvents({
    organizationId,
    ...filter
  }: OfOrganization & DeletedEventFilter = {}): Table<DeletedEvent> {
    return this.#tableOf(deletedEventColumns, organizationId, (id) => lists.deletedEvents(id, filter));
  }

  organizations(options: Since = {}): Table<Organization> {
    return this.#table(organizationColumns, [lists.organizations(options)]);
  }

  promotedOrganizations({ organizationId }: OfOrganization = {}): Table<Organization> {
    return this.#tableOf(organizationColumns, organizationId, lists.promotedOrganizations);
  }

  allEvents(filter: EventFilter = {}): Table<MobilizeEvent> {
    return this.#table(eventColumns, [lists.allEvents(filter)]);
  }

  allDeletedEvents(filter: DeletedEventFilter = {}): Table<DeletedEvent> {
    return this.#table(deletedEventColumns, [lists.allDeletedEvents(filter)]);
  }

  async enums(): Promise<Enums> {
    return (await this.#http.request({ path: '/enums', endpoint: '/enums', schema: enumsAnswer })).data.data;
  }

  async checkCredentials(): Promise<void> {
    for (const organizationId of this.#organizationIds) {
      const { path, endpoint, schema } = lists.attendances(organizationId, {});
      await this.#http.request({ path, endpoint, schema, query: { per_page: 1 } });
    }
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

  #tableOf<R extends object>(
    columns: readonly (keyof R & string)[],
    organizationId: number | undefined,
    listOf: (organizationId: number) => ListRequest<R>,
  ): Table<R> {
    const organizationIds = organizationId === undefined ? this.#organizationIds : [organizationId];
    return this.#table(columns, organizationIds.map(listOf));
  }

  #table<R extends object>(
    columns: readonly (keyof R & string)[],
    requests: readonly ListRequest<R>[],
  ): Table<R> {
    return Table.fromBatches(() => this.#readLists(requests), { columns });
  }

  async *#readLists<R>(requests: readonly ListRequest<R>[]): AsyncGenerator<R[], void, undefined> {
    for (const request of requests) {
      for await (const rows of readList(this.#http, request, this.#logger)) {
        if (rows.length > 0) yield rows;
      }
    }
  }

  /** @throws ConfigError when the client reads several organizations and the call does not say which. */
  #one({ organizationId }: OfOrganization): number {
    const [first, second] = organizationId === undefined ? this.#organizationIds : [organizationId];
    if (first !== undefined && second === undefined) return first;
    throw new ConfigError(
      'MOBILIZE_ORGANIZATION_ID holds several organizations: this call needs one of them',
    );
  }
}
