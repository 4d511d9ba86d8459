import { createHash } from 'node:crypto';
import {
  closeAbandonedRuns,
  finishRun,
  type RunCounts,
  startRun,
  storeRejectedRows,
  type Warehouse,
} from '@movement-etl/lib/warehouse';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NIGHTS = 9;

export const TARGETS = {
  'mobilize-to-warehouse': 'warehouse: schema mobilize',
  'warehouse-transform': 'warehouse: transforms',
  'warehouse-to-actionnetwork': 'Action Network, tag Mobilize Event Attendee',
  'mobilize-to-sheets': 'spreadsheet 1SimVolunteerAttendanceRecords00000000000000',
  'warehouse-to-sheets': 'spreadsheet 1SimTurnoutByRegion0000000000000000000000000',
} as const;

type JobName = keyof typeof TARGETS;

interface Night {
  readonly status: 'succeeded' | 'partial' | 'failed' | 'stopped' | 'killed';
  readonly exitCode?: number;
  readonly minutes: number;
  readonly counts?: Partial<RunCounts>;
  readonly error?: { readonly class: string; readonly message: string };
}

/**
 * Writes the books of a week and a bit as real nights would have written them: most go well, one is killed and followed by
 * another, last night one fails and one is killed that nobody followed yet, and one job has not run for days. The
 * warehouse must be migrated and its books empty. Nothing here is random.
 *
 * @param now The morning after; the nights lie before it, from 01:00 to 06:00 UTC.
 */
export async function writeSimulatedWeek(
  warehouse: Warehouse,
  { now }: { readonly now: Date },
): Promise<void> {
  const lastNight = now.getTime() - 6 * HOUR_MS;
  for (let nightsAgo = NIGHTS - 1; nightsAgo >= 0; nightsAgo -= 1) {
    const midnight = new Date(
      `${new Date(lastNight - nightsAgo * DAY_MS).toISOString().slice(0, 10)}T00:00:00Z`,
    );
    const at = (hours: number) => new Date(midnight.getTime() + hours * HOUR_MS);
    await writeRun(warehouse, 'mobilize-to-warehouse', at(1), extract(nightsAgo));
    if (nightsAgo === 3) {
      await writeRun(warehouse, 'mobilize-to-warehouse', at(1.2), { ...extract(4), minutes: 4.4 });
    }
    await writeRun(warehouse, 'warehouse-transform', at(1.4), transform(nightsAgo));
    await writeRun(warehouse, 'warehouse-to-actionnetwork', at(1.5), load(nightsAgo));
    if (nightsAgo >= 3) await writeRun(warehouse, 'mobilize-to-sheets', at(5), sheets(nightsAgo));
    await writeRun(warehouse, 'warehouse-to-sheets', at(5.5), report(nightsAgo));
  }
  await writePeople(warehouse, now);
}

function extract(nightsAgo: number): Night {
  if (nightsAgo === 3) return { status: 'killed', minutes: 0 };
  const read = nightsAgo === NIGHTS - 1 ? 9_480 : 1_840 + ((nightsAgo * 577) % 900);
  return { status: 'succeeded', minutes: read / 900, counts: { read, written: read, updated: read } };
}

function transform(nightsAgo: number): Night {
  const written = 240 + ((nightsAgo * 131) % 180);
  return { status: 'succeeded', minutes: 0.06 + nightsAgo / 400, counts: { read: written, written } };
}

function load(nightsAgo: number): Night {
  if (nightsAgo === 0) {
    return {
      status: 'failed',
      exitCode: 2,
      minutes: 0.02,
      error: {
        class: 'ConfigError',
        message:
          'Action Network refuses the key (status 403): make a new one under Start Organizing > Details > API & Sync and set AN_API_TOKEN',
      },
    };
  }
  const read = 240 + ((nightsAgo * 131) % 180);
  const failed = nightsAgo === 1 ? 7 : 0;
  const counts = { read, written: read - failed - 4, skipped: 4, failed };
  return { status: failed === 0 ? 'succeeded' : 'partial', minutes: read / 238, counts };
}

function sheets(nightsAgo: number): Night {
  const read = 21_300 - nightsAgo * 240;
  return {
    status: 'partial',
    minutes: 3.1 - nightsAgo / 30,
    counts: { read, written: read - 3, rejected: 3 },
  };
}

function report(nightsAgo: number): Night {
  if (nightsAgo === 0) return { status: 'killed', minutes: 0 };
  return { status: 'succeeded', minutes: 0.3, counts: { read: 412, written: 412 } };
}

async function writeRun(warehouse: Warehouse, job: JobName, startedAt: Date, night: Night): Promise<void> {
  const runId = `${startedAt.toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${hash(job).slice(0, 6)}`;
  const run = { runId, job, version: '0.1.0', target: TARGETS[job], startedAt };
  await closeAbandonedRuns(warehouse, run);
  await startRun(warehouse, run);
  if (night.status === 'killed') return;
  const durationMs = night.minutes * 60_000;
  const finishedAt = new Date(startedAt.getTime() + durationMs);
  const counts = { ...NO_COUNTS, ...night.counts };
  await finishRun(warehouse, {
    ...run,
    status: night.status,
    exitCode: night.exitCode ?? (night.status === 'partial' ? 3 : 0),
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    durationMs,
    counts,
    ...(night.error && { error: night.error }),
  });
  const rejected = Array.from({ length: counts.rejected }, (_, index) => ({
    rowNumber: 900 + index,
    column: 'timeslot_start_date',
    reason: 'is not a date',
    key: String(900_000 + index),
  }));
  if (rejected.length > 0) await storeRejectedRows(warehouse, { runId, job, target: 'Sheet1' }, rejected);
}

const NO_COUNTS: RunCounts = {
  read: 0,
  written: 0,
  inserted: 0,
  updated: 0,
  deleted: 0,
  duplicates: 0,
  skipped: 0,
  rejected: 0,
  failed: 0,
  replacedCharacters: 0,
};

interface Group {
  readonly people: number;
  readonly outcome: 'synced' | 'failed' | 'retry' | 'skipped';
  readonly httpStatus: number | null;
  readonly errors: string | null;
}

/** Of the people to send, some were never tried because of last night's failure. */
const GROUPS: readonly Group[] = [
  { people: 41, outcome: 'synced', httpStatus: 200, errors: null },
  { people: 4, outcome: 'failed', httpStatus: 400, errors: 'Action Network refused the e-mail address' },
  { people: 3, outcome: 'retry', httpStatus: 503, errors: 'Action Network was not available (status 503)' },
  {
    people: 4,
    outcome: 'skipped',
    httpStatus: null,
    errors: 'neither an e-mail address nor a phone number of their own',
  },
];
const NEVER_TRIED = 212;
const FIRST_ID = 5_001;

async function writePeople(warehouse: Warehouse, now: Date): Promise<void> {
  const triedAt = new Date(now.getTime() - 1.2 * DAY_MS);
  const tried = GROUPS.flatMap((group) => Array.from({ length: group.people }, () => group));
  const ids = Array.from({ length: tried.length + NEVER_TRIED }, (_, index) => FIRST_ID + index);
  await insertRows(
    warehouse,
    'mobilize.users_to_sync (mobilizeid, given_name, email_address, payload_hash)',
    ids.map((id) => [id, `Simulated ${id}`, `person-${id}@example.org`, hash(id)]),
  );
  await insertRows(
    warehouse,
    'mobilize.mobilize_to_actionnetwork_log (mobilizeid, synced, errors, date, run_id, payload_hash, attempt, http_status, outcome)',
    tried.map(({ outcome, errors, httpStatus }, index) => {
      const id = FIRST_ID + index;
      return [id, outcome === 'synced', errors, triedAt, 'simulated', hash(id), 1, httpStatus, outcome];
    }),
  );
}

async function insertRows(
  warehouse: Warehouse,
  into: string,
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  const places = rows.map(
    (row, index) => `(${row.map((_, column) => `$${index * row.length + column + 1}`).join(', ')})`,
  );
  await warehouse.execute(`INSERT INTO ${into} VALUES ${places.join(', ')}`, rows.flat());
}

function hash(value: number | string): string {
  return createHash('md5').update(String(value)).digest('hex');
}
