import { createGoogleAuth, sheetsScopes } from '../../../../lib/connectors/google-sheets/auth/google-auth.ts';
import { readServiceAccountKey } from '../../../../lib/connectors/google-sheets/auth/service-account-key.ts';
import type { CellValue } from '../../../../lib/connectors/google-sheets/cells.ts';
import {
  createGoogleSheets,
  type GoogleSheets,
  type GoogleSheetsOptions,
  type Worksheet,
} from '../../../../lib/connectors/google-sheets/index.ts';
import { createSheetsApi, type SheetsApi } from '../../../../lib/connectors/google-sheets/sheets-api.ts';
import { systemClock } from '../../../../lib/connectors/google-sheets/transport/clock.ts';
import { defaultQuota } from '../../../../lib/connectors/google-sheets/transport/quota.ts';
import { createTransport } from '../../../../lib/connectors/google-sheets/transport/transport.ts';
import { silentLogger } from '../../../../lib/logging/index.ts';
import { Table } from '../../../../lib/table/index.ts';
import {
  type RequestInfo,
  type RequestObserver,
  type RunningSimulators,
  startSimulators,
} from '../../../../simulators/index.ts';

/** "Volunteer Attendance Records" of the simulator: one empty tab, 1000 rows by 26 columns. */
export const spreadsheetId = '1SimVolunteerAttendanceRecords00000000000000';
export const target = { spreadsheetId, worksheet: 'Sheet1' };

/** Waits end at once. */
export const impatientClock = { wait: async () => {}, random: () => 0 };

export interface SimulatedSheet {
  readonly simulators: RunningSimulators;
  /** A client as a job has it. */
  connect(options?: Partial<GoogleSheetsOptions>): GoogleSheets;
  /** What people (and tests) do to the spreadsheet; not seen by `watch`. */
  readonly person: SheetsApi;
  /** Called around each request of clients until the returned function is called. */
  watch(observer: RequestObserver): () => void;
  /** All rows of the tab, as stored. */
  rows(worksheet?: string): Promise<CellValue[][]>;
  tab(worksheet?: string): Promise<Worksheet>;
  /** Titles of all tabs. */
  titles(): Promise<string[]>;
  /** As at the start. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts the simulators without rate limits. */
export async function startSimulatedSheet(): Promise<SimulatedSheet> {
  let observer: RequestObserver | undefined;
  const isPerson = ({ headers }: RequestInfo) => headers['x-test'] === 'person';
  const simulators = await startSimulators({
    rateLimits: false,
    attendances: 1,
    onRequest: (request, phase) => (isPerson(request) ? undefined : observer?.(request, phase)),
  });
  const credentials = simulators.env.GOOGLE_DRIVE_CREDENTIALS ?? '';
  const apiUrl = simulators.url;
  const person = createPerson(credentials, apiUrl);
  const rows = (worksheet = target.worksheet) => person.values(spreadsheetId, `'${worksheet}'`);
  const tabs = async () => (await person.spreadsheet(spreadsheetId)).worksheets;

  return {
    simulators,
    person,
    rows,
    connect: (options = {}) =>
      createGoogleSheets({ credentials, apiUrl, logger: silentLogger, clock: impatientClock, ...options }),
    watch: (watcher) => {
      observer = watcher;
      return () => {
        observer = undefined;
      };
    },
    tab: async (worksheet = target.worksheet) => {
      const found = (await tabs()).find(({ title }) => title === worksheet);
      if (found === undefined) throw new Error(`there is no tab ${worksheet}`);
      return found;
    },
    titles: async () => (await tabs()).map(({ title }) => title),
    reset: () => simulators.reset(),
    close: () => simulators.close(),
  };
}

function createPerson(credentials: string, apiUrl: string): SheetsApi {
  const auth = createGoogleAuth({
    key: readServiceAccountKey(credentials),
    scopes: sheetsScopes,
    apiUrl,
    timeoutMs: 10_000,
  });
  auth.transporter.defaults.headers = new Headers({ 'x-test': 'person' });
  const transport = createTransport({
    quota: defaultQuota,
    throttle: async () => {},
    clock: systemClock,
    logger: silentLogger,
    signal: undefined,
    timeoutMs: 10_000,
    forgetToken: () => {
      auth.credentials = { refresh_token: 'jwt-placeholder', expiry_date: 1 };
    },
    explain: ({ message }) => new Error(message),
  });
  return createSheetsApi(auth, transport);
}

/** The rows as a job has them. */
export function tableOf(
  rows: readonly Record<string, unknown>[],
  columns?: readonly string[],
): Table<Record<string, unknown>> {
  return Table.fromRows(rows, columns === undefined ? {} : { columns });
}

/** Ids from `first` on; one in three has not attended, one in three nobody has said. */
export function attendances(
  first: number,
  count: number,
  change: Record<string, unknown> = {},
): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, offset) => ({
    id: first + offset,
    name: `Person ${first + offset}`,
    postal_code: '02139',
    attended: [true, false, null][(first + offset) % 3],
    ...change,
  }));
}

export type RunOutcome = 'done' | 'killed';

/**
 * Runs `work` and kills it around its n-th request: the connection drops, before the request takes effect or after, and nothing
 * more leaves the client. Answers `done` when there was no n-th request.
 */
export async function runAndKill(
  sheet: SimulatedSheet,
  nth: number,
  phase: 'before' | 'after',
  work: (sheets: GoogleSheets) => Promise<unknown>,
): Promise<RunOutcome> {
  const kill = new AbortController();
  let count = 0;
  const unwatch = sheet.watch((_, at) => {
    if (at === 'before') count += 1;
    if (count !== nth || at !== phase) return undefined;
    kill.abort(new Error('killed'));
    return 'drop';
  });
  try {
    await work(sheet.connect({ signal: kill.signal }));
    return 'done';
  } catch (error) {
    if (kill.signal.aborted) return 'killed';
    throw error;
  } finally {
    unwatch();
  }
}
