import type { BackoffOptions, HttpLogger, HttpStats } from '../../http/index.ts';
import type { Table } from '../../table/index.ts';
import type { DatabaseMode } from './authorization.ts';
import type { PersonToMatch } from './person-to-match.ts';
import type { ActivistCode, Code, KeyProfile } from './schema.ts';

export interface EveryActionOptions {
  /** The key alone, without `|0` or `|1`. */
  readonly apiKey: string;
  /** Which of the key's databases: MyVoters is the voter file, the other three are one and the same to the API. */
  readonly mode: DatabaseMode;
  /** The label that came with the key; the API takes any. Default `movement-etl`. */
  readonly applicationName?: string | undefined;
  /** Default `https://api.securevan.com/v4`, for VAN and EveryAction alike. */
  readonly baseUrl?: string | undefined;
  readonly logger?: HttpLogger;
  /** Ends all calls at once. */
  readonly signal?: AbortSignal | undefined;
  /** Total time of one call. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /** Calls under way at one time. Default 3, which is what NGP VAN advises. */
  readonly maxConcurrency?: number | undefined;
  /** Default 10; 0: no limit. The vendor's own numbers depend on the kind of key and are not public. */
  readonly callsPerSecond?: number | undefined;
  /** Default: 5 attempts, 10 after a 429, the first wait up to 350 ms, none above 10 s. */
  readonly retries?: BackoffOptions;
}

/** A person as the API found or made them. */
export interface MatchedPerson {
  readonly vanId: number;
  /** Nobody matched, so there is a new person now; false: the person was there, and was left as they were. */
  readonly isNew: boolean;
}

/**
 * What can be read from and written to one EveryAction (NGP VAN) database. All calls share the limits. Tables stream:
 * each read of one asks the API anew, page after page.
 *
 * All methods throw, when read or called: ConfigError for a refused key or mode; PermanentError for a refused request;
 * otherwise as `HttpClient.request`.
 */
export interface EveryAction {
  /**
   * Sends an echo and reads what the key is for; writes nothing.
   *
   * @throws ConfigError that names VAN_API_KEY, VAN_DB_MODE or VAN_API_URL when that is what is wrong.
   */
  checkCredentials(): Promise<KeyProfile>;
  /** Source codes and tags, in the order of the API. */
  codes(): Table<Code>;
  activistCodes(): Table<ActivistCode>;
  /** Undefined where the database has no such code. */
  getCode(codeId: number): Promise<Code | undefined>;
  /** Undefined where the database has no such activist code. */
  getActivistCode(activistCodeId: number): Promise<ActivistCode | undefined>;
  /**
   * The id of the person with these data; undefined where nobody matches. Of several people that match, the API gives one
   * without a word.
   *
   * @throws PermanentError when the data are too few to tell people apart, see `isMatchable`: the API would say "nobody".
   */
  findPerson(person: PersonToMatch): Promise<number | undefined>;
  /**
   * As `findPerson`, but makes the person where nobody matches. Whoever was there already is left as they were. It is not
   * repeated when its answer is lost: a person who was just made may not be found at once, and would be made again.
   *
   * @throws PermanentError when the data are too few to tell people apart: each such call would make one more person.
   */
  findOrCreatePerson(person: PersonToMatch): Promise<MatchedPerson>;
  /** Gives a source code or a tag to a person. Doing it twice is the same as doing it once. */
  applyCode(ids: { readonly vanId: number; readonly codeId: number }): Promise<void>;
  /**
   * Gives an activist code to a person, without an entry in the contact history, so that doing it twice is the same as
   * doing it once.
   */
  applyActivistCode(ids: { readonly vanId: number; readonly activistCodeId: number }): Promise<void>;
  readonly requestCount: number;
  readonly stats: HttpStats;
  close(): void;
}
