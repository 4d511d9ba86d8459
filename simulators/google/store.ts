import type { DriveFile, SharedDrive } from './drive/model.ts';
import type { ServiceAccount } from './oauth/service-account.ts';
import type { Spreadsheet } from './sheets/model.ts';

/** What a bearer token stands for. */
export interface GrantedToken {
  readonly email: string;
  readonly scopes: readonly string[];
  /** On the simulated clock. */
  readonly expiresAtMs: number;
}

/** Everything that the Google simulator keeps. */
export interface GoogleState {
  readonly accounts: readonly ServiceAccount[];
  readonly tokens: ReadonlyMap<string, GrantedToken>;
  readonly drives: ReadonlyMap<string, SharedDrive>;
  readonly files: ReadonlyMap<string, DriveFile>;
  readonly spreadsheets: ReadonlyMap<string, Spreadsheet>;
}

/** The state with the few ways in which it changes. */
export class GoogleStore {
  accounts: readonly ServiceAccount[] = [];
  readonly tokens = new Map<string, GrantedToken>();
  readonly drives = new Map<string, SharedDrive>();
  readonly files = new Map<string, DriveFile>();
  readonly spreadsheets = new Map<string, Spreadsheet>();

  /** Replaces all of it. */
  load(state: GoogleState): void {
    this.accounts = state.accounts;
    for (const key of ['tokens', 'drives', 'files', 'spreadsheets'] as const) this.#refill(key, state);
  }

  #refill<Key extends 'tokens' | 'drives' | 'files' | 'spreadsheets'>(key: Key, state: GoogleState): void {
    // Both sides are the map of the same key; TypeScript cannot follow that through the union.
    const target = this[key] as Map<string, unknown>;
    const entries = [...state[key]];
    target.clear();
    for (const [id, value] of entries) target.set(id, value);
  }

  /** Keeps a new token; the oldest ones go when there are many. */
  issueToken(token: string, granted: GrantedToken): void {
    this.tokens.set(token, granted);
    const [oldest] = this.tokens.keys();
    if (this.tokens.size > 1_000 && oldest !== undefined) this.tokens.delete(oldest);
  }

  findToken(token: string): GrantedToken | undefined {
    return this.tokens.get(token);
  }
}
