import { z } from 'zod';
import { ConfigError, PermanentError } from '../../errors/index.ts';
import { createHttpClient, type HttpClient, type HttpStats, pathOf } from '../../http/index.ts';
import { Table } from '../../table/index.ts';
import { createExplain, readDelayMs } from './answer.ts';
import { createAuthorization, type DatabaseMode, isVoterFile } from './authorization.ts';
import type { EveryAction, EveryActionOptions, MatchedPerson } from './everyaction.ts';
import { type PersonToMatch, parsePersonToMatch } from './person-to-match.ts';
import { readList } from './read-list.ts';
import {
  type ActivistCode,
  activistCodeColumns,
  activistCodeSchema,
  type Code,
  codeColumns,
  codeSchema,
  echoSchema,
  type KeyProfile,
  keyProfileSchema,
  matchSchema,
  refusalSchema,
} from './schema.ts';

const productionUrl = 'https://api.securevan.com/v4';

/** @throws ConfigError when the key is missing or brings a mode of its own, or the base URL may not be used. */
export function createEveryAction(options: EveryActionOptions): EveryAction {
  return new EveryActionClient(options);
}

class EveryActionClient implements EveryAction {
  readonly #http: HttpClient;
  readonly #mode: DatabaseMode;

  constructor({
    apiKey,
    mode,
    applicationName = 'movement-etl',
    baseUrl = productionUrl,
    callsPerSecond = 10,
    maxConcurrency = 3,
    retries,
    ...rest
  }: EveryActionOptions) {
    const { header, secrets } = createAuthorization(apiKey, mode, applicationName);
    this.#mode = mode;
    this.#http = createHttpClient({
      ...rest,
      source: 'everyaction',
      baseUrl,
      headers: { authorization: header },
      secrets,
      maxConcurrency,
      rateLimits: callsPerSecond === 0 ? [] : [{ callsPerSecond }],
      // A 429 did nothing and asks for milliseconds only, so it may be met more often than a failure.
      retries: { firstDelayMs: 350, maxDelayMs: 10_000, attemptsByStatus: { 429: 10 }, ...retries },
      explain: createExplain(secrets),
      readDelayMs,
    });
  }

  async checkCredentials(): Promise<KeyProfile> {
    await this.#echo();
    const { data } = await this.#http.request({
      path: '/apiKeyProfiles',
      endpoint: 'GET /apiKeyProfiles',
      schema: z.object({ items: z.array(keyProfileSchema).min(1) }).transform(({ items }) => items[0]),
    });
    // The schema demands one item at least.
    const profile = data as KeyProfile;
    const hasDatabase = isVoterFile(this.#mode) ? profile.hasMyVoters : profile.hasMyCampaign;
    if (hasDatabase !== false) return profile;
    throw new ConfigError(
      `VAN_DB_MODE is ${this.#mode}, but the key of VAN_API_KEY is not for that database`,
    );
  }

  codes(): Table<Code> {
    const list = { first: { path: '/codes', endpoint: 'GET /codes' }, item: codeSchema };
    return Table.fromBatches(() => readList(this.#http, list), { columns: codeColumns });
  }

  activistCodes(): Table<ActivistCode> {
    const first = { path: '/activistCodes', endpoint: 'GET /activistCodes' };
    const list = { first, item: activistCodeSchema };
    return Table.fromBatches(() => readList(this.#http, list), { columns: activistCodeColumns });
  }

  getCode(codeId: number): Promise<Code | undefined> {
    const request = { path: pathOf`/codes/${codeId}`, endpoint: 'GET /codes/:code' };
    return this.#find(codeSchema, request, this.codes(), (code) => code.codeId === codeId);
  }

  getActivistCode(activistCodeId: number): Promise<ActivistCode | undefined> {
    const path = pathOf`/activistCodes/${activistCodeId}`;
    const request = { path, endpoint: 'GET /activistCodes/:activistCode' };
    return this.#find(
      activistCodeSchema,
      request,
      this.activistCodes(),
      (code) => code.activistCodeId === activistCodeId,
    );
  }

  async findPerson(person: PersonToMatch): Promise<number | undefined> {
    const { vanId } = await this.#match('/people/find', person, true);
    return vanId ?? undefined;
  }

  async findOrCreatePerson(person: PersonToMatch): Promise<MatchedPerson> {
    const { status, vanId } = await this.#match('/people/findOrCreate', person, false);
    if (vanId === null) throw unexpected('POST /people/findOrCreate', status);
    return { vanId, isNew: status === 201 };
  }

  async applyCode({ vanId, codeId }: { vanId: number; codeId: number }): Promise<void> {
    await this.#http.request({
      method: 'POST',
      path: pathOf`/people/${vanId}/codes`,
      endpoint: 'POST /people/:person/codes',
      body: { codeId },
      safeToRepeat: true,
    });
  }

  async applyActivistCode({
    vanId,
    activistCodeId,
  }: {
    vanId: number;
    activistCodeId: number;
  }): Promise<void> {
    await this.#http.request({
      method: 'POST',
      path: pathOf`/people/${vanId}/canvassResponses`,
      endpoint: 'POST /people/:person/canvassResponses',
      body: {
        canvassContext: { omitActivistCodeContactHistory: true },
        responses: [{ type: 'ActivistCode', activistCodeId, action: 'Apply' }],
      },
      safeToRepeat: true,
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

  async #echo(): Promise<void> {
    try {
      const body = { message: 'movement-etl' };
      const request = {
        method: 'POST',
        path: '/echoes',
        endpoint: 'POST /echoes',
        safeToRepeat: true,
      } as const;
      await this.#http.request({ ...request, body, schema: echoSchema });
    } catch (error) {
      // Whatever answers there without an echo is not this API.
      throw error instanceof PermanentError ? notThisApi(error.message, error) : error;
    }
  }

  /**
   * By its path, or, where that is a 404, in the list: only the lists are documented by everyone who describes the API. Undefined when
   * neither has it; an HTML 404 of both, from the server in front of the API, means another address.
   */
  async #find<T extends object>(
    schema: z.ZodType<T>,
    request: { path: string; endpoint: string },
    list: Table<T>,
    isWanted: (item: T) => boolean,
  ): Promise<T | undefined> {
    const { status, data } = await this.#http.request({ ...request, schema, acceptStatus: [404] });
    if (status !== 404) return data;
    try {
      const [item] = await list.selectRows(isWanted).head(1).toArray();
      return item;
    } catch (error) {
      if (!(error instanceof PermanentError) || error.facts.httpStatus !== 404) throw error;
      if (refusalSchema.safeParse(data).success) return undefined;
      throw notThisApi(`${request.endpoint} answered 404 without a reason`);
    }
  }

  /** A match is a redirect to the person, which is not followed; no match is a 404 (find), or a 201 (findOrCreate). */
  async #match(
    path: '/people/find' | '/people/findOrCreate',
    person: PersonToMatch,
    safeToRepeat: boolean,
  ): Promise<{ status: number; vanId: number | null }> {
    const endpoint = `POST ${path}`;
    const body = parsePersonToMatch(person);
    const acceptStatus = path === '/people/find' ? [302, 404] : [302];
    const { status, data } = await this.#http.request({
      method: 'POST',
      path,
      endpoint,
      body,
      acceptStatus,
      safeToRepeat,
    });
    const match = matchSchema.safeParse(data);
    const isMatched = status !== 404;
    if (!match.success || (match.data.vanId !== null) !== isMatched) throw unexpected(endpoint, status);
    return { status, vanId: match.data.vanId };
  }
}

function notThisApi(why: string, cause?: unknown): ConfigError {
  return new ConfigError(`VAN_API_URL does not lead to the API of EveryAction: ${why}`, { cause });
}

function unexpected(endpoint: string, httpStatus: number): PermanentError {
  return new PermanentError(`everyaction: ${endpoint} answered ${httpStatus} with something unexpected`, {
    facts: { source: 'everyaction', endpoint, httpStatus },
  });
}
