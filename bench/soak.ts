import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Table } from '@movement-etl/lib/table';
import { type NewFaultRule, type RunningSimulators, startSimulators } from '@movement-etl/simulators';
import pg from 'pg';
import { startEmbeddedPostgres } from '../scripts/embedded-postgres.ts';
import { readOptions, wholeNumber } from '../scripts/options.ts';
import { createRandom } from '../simulators/random.ts';
import { median } from './measure.ts';
import { bundleJobs, shippedJob } from './shipped-job.ts';

/**
 *   npm run soak [-- --minutes 60] [--seed 1]
 *
 * Night after night in compressed time: a day passes at Mobilize, then all six jobs run, as the images run them. Something goes wrong
 * with half of the runs: killed, told to stop, database connections closed, requests cut or refused. Each is run again until it
 * is done. After every night the books must balance and nothing may be left over; in the end, memory and open files
 * of a job must be what they were in the beginning. Ends with 1 where that is not so.
 */
const options = readOptions('npm run soak [-- --minutes 60] [--seed 1]', {
  minutes: { type: 'string', default: '60' },
  seed: { type: 'string', default: '1' },
});
const minutes = wholeNumber('--minutes', options.minutes);
const random = createRandom(wholeNumber('--seed', options.seed), 'soak');

/** All six, in the order of a night. */
const NIGHT = [
  { job: 'mobilize-to-warehouse', args: [] },
  { job: 'warehouse-transform', args: [] },
  { job: 'warehouse-to-actionnetwork', args: [] },
  { job: 'warehouse-to-everyaction', args: [] },
  { job: 'mobilize-to-sheets', args: ['--mode', 'append'] },
  { job: 'warehouse-to-sheets', args: ['--worksheet', 'Report'] },
] as const;
const SETTINGS = {
  LOG_FORMAT: 'json',
  PARTIAL_OK: '1',
  MOBILIZE_CALLS_PER_SECOND: '0',
  AN_CALLS_PER_SECOND: '0',
  VAN_CALLS_PER_SECOND: '0',
  VAN_QUERY: 'SELECT 101001 AS vanid UNION ALL SELECT 101002',
  SHEETS_QUERY: 'SELECT id, user_id, status, attended FROM mobilize.attendances ORDER BY id',
};
/** A run that nothing disturbs must be done at the latest at the second try; one more is for what a fault left behind. */
const MOST_TRIES = 3;
const MOST_GROWTH = 1.2;
const LOOK_EVERY_MS = 20;

interface Sample {
  readonly job: string;
  readonly peakMegabytes: number;
  readonly openFiles: number;
}

interface World {
  readonly simulators: RunningSimulators;
  readonly database: pg.Client;
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Fault {
  readonly what: string;
  strike(world: World, child: ChildProcess): void | Promise<void>;
}

const FAULTS: readonly Fault[] = [
  { what: 'killed', strike: (_, child) => signalled(child, 'SIGKILL') },
  { what: 'told to stop', strike: (_, child) => signalled(child, 'SIGTERM') },
  {
    what: 'database connections closed',
    strike: async ({ database }) => {
      await anyMoment();
      await database.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    },
  },
  { what: 'requests cut before their effect', strike: requests({ kind: 'cut' }) },
  { what: 'requests cut after their effect', strike: requests({ kind: 'cut', when: 'after' }) },
  { what: 'requests answered with 500', strike: requests({ kind: 'status', status: 500 }) },
  { what: 'half answers', strike: requests({ kind: 'truncate' }) },
];

const samples: Sample[] = [];
const disturbances: Record<string, number> = {};
const problems: string[] = [];
let nights = 0;
let runs = 0;

bundleJobs();
const directory = await mkdtemp(join(tmpdir(), 'movement-etl-soak-'));
const postgres = await startEmbeddedPostgres({ directory, flags: ['fsync=off'] });
const simulators = await startSimulators({ attendances: 500, rateLimits: false });
const database = new pg.Client({ connectionString: postgres.url });
await database.connect();
const scratch = await mkdtemp(join(tmpdir(), 'movement-etl-scratch-'));
const env = { ...simulators.env, ...SETTINGS, DATABASE_URL: postgres.url, TMPDIR: scratch };
const world: World = { simulators, database, directory: scratch, env };
try {
  const endsAtMs = performance.now() + minutes * 60_000;
  while (performance.now() < endsAtMs) {
    await control(world, 'mobilize/advance', { days: 1 });
    for (const { job, args } of NIGHT) await runUntilDone(world, job, args);
    nights += 1;
    problems.push(...(await problemsOf(world)).map((problem) => `night ${nights}: ${problem}`));
  }
} finally {
  await database.end();
  await simulators.close();
  await postgres.stop();
  for (const path of [directory, scratch]) await rm(path, { recursive: true, force: true });
}
problems.push(...(await report()));
for (const problem of problems) process.stdout.write(`NOT GOOD: ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Runs a job once with something that may go wrong, and then until it is done. */
async function runUntilDone(world: World, job: string, args: readonly string[]): Promise<void> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const child = start(world, job, args);
    const watching = watch(job, child);
    const fault = attempt === 1 ? pick(FAULTS) : undefined;
    const ended = once(child, 'close');
    if (fault !== undefined) {
      disturbances[fault.what] = (disturbances[fault.what] ?? 0) + 1;
      await fault.strike(world, child);
    }
    const [exitCode] = await ended;
    const sample = await watching;
    runs += 1;
    world.simulators.context.faults.remove();
    // As if the minute had passed, after which the lease of a dead run is free.
    await world.database
      .query('UPDATE etl.job_leases SET expires_at = now() WHERE expires_at > now()')
      .catch(() => undefined);
    if (exitCode === 0) {
      if (fault === undefined) samples.push(sample);
      return;
    }
  }
  problems.push(`night ${nights + 1}: ${job} was not done after ${MOST_TRIES} tries`);
}

/** Undefined half of the time. */
function pick(faults: readonly Fault[]): Fault | undefined {
  return random.next() < 0.5 ? undefined : faults[Math.floor(random.next() * faults.length)];
}

/** A moment of a run that takes about a second. */
function anyMoment(): Promise<void> {
  return sleep(200 + random.next() * 800);
}

async function signalled(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  await anyMoment();
  child.kill(signal);
}

function requests(action: NewFaultRule['action']) {
  return ({ simulators }: World): void => {
    simulators.context.faults.add({ probability: 0.2, action });
  };
}

/** What must be true after every night. */
async function problemsOf({ simulators, database, directory }: World): Promise<string[]> {
  const rows = async (sql: string) => (await database.query(sql)).rows;
  const [counts] = await rows(`
    SELECT
      (SELECT count(*) FROM etl.job_runs WHERE status = 'running') AS "runs that say running",
      (SELECT count(*) FROM etl.job_runs WHERE status IN ('succeeded', 'partial')
        AND rows_read <> rows_written + rows_duplicate + rows_skipped + rows_rejected + rows_failed)
        AS "accounts that do not balance",
      (SELECT count(*) FROM etl.job_leases WHERE expires_at > now()) AS "leases held",
      (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE '%\\_\\_%') AS "tables left over",
      (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
        AND pid <> pg_backend_pid()) AS "connections left open",
      (SELECT count(*) FROM (SELECT 1 FROM mobilize.mobilize_to_actionnetwork_log WHERE synced
        GROUP BY mobilizeid, payload_hash HAVING count(*) > 1) twice) AS "people logged twice for the same data"`);
  const [{ attendances, synced }] = (await rows(`
    SELECT (SELECT count(*)::int FROM mobilize.attendances) AS attendances,
      (SELECT count(*)::int FROM mobilize.mobilize_to_actionnetwork_log WHERE synced) AS synced`)) as [
    { attendances: number; synced: number },
  ];
  const { group } = simulators.actionNetwork;
  const ids = { Sheet1: idsIn(simulators, 'Sheet1'), Report: idsIn(simulators, 'Report') };
  const found: Record<string, number> = {
    ...Object.fromEntries(Object.entries(counts).map(([what, count]) => [what, Number(count)])),
    'files left over': (await readdir(directory)).length,
    'rows of the report that are too many or too few': Math.abs(ids.Report.length - attendances),
    'rows of the appended tab that are there twice': ids.Sheet1.length - new Set(ids.Sheet1).size,
    'people with the tag that no line of the log accounts for': Math.max(
      0,
      group.tags.taggings().length - synced,
    ),
  };
  return Object.entries(found).flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}`]));
}

function idsIn({ google }: RunningSimulators, title: string): unknown[] {
  const sheets = [...google.state.spreadsheets.values()].flatMap((spreadsheet) => spreadsheet.sheets);
  const rows = sheets.find((sheet) => sheet.title === title)?.rows ?? [];
  const header = rows[0]?.values.indexOf('id') ?? -1;
  return rows.slice(1).flatMap((row) => row?.values[header] ?? []);
}

/** Says what happened; answers what has grown. */
async function report(): Promise<string[]> {
  const grown: string[] = [];
  const lines = NIGHT.map(({ job }) => {
    const ofJob = samples.filter((sample) => sample.job === job);
    const quarter = Math.max(1, Math.floor(ofJob.length / 4));
    const [first, last] = [ofJob.slice(0, quarter), ofJob.slice(-quarter)].map((part) => ({
      megabytes: median(part.map(({ peakMegabytes }) => peakMegabytes)),
      files: median(part.map(({ openFiles }) => openFiles)),
    }));
    if (first === undefined || last === undefined) throw new Error(`${job} was never run undisturbed`);
    if (last.megabytes > first.megabytes * MOST_GROWTH) grown.push(`the memory of ${job} has grown`);
    if (last.files > first.files * MOST_GROWTH) grown.push(`the open files of ${job} have become more`);
    return {
      job,
      'undisturbed runs': ofJob.length,
      'peak MB, first quarter': first.megabytes.toFixed(0),
      'last quarter': last.megabytes.toFixed(0),
      'open files, first quarter': first.files,
      'last quarter ': last.files,
    };
  });
  process.stdout.write(`${nights} nights, ${runs} runs, disturbed: ${JSON.stringify(disturbances)}\n`);
  process.stdout.write(`${await Table.fromRows(lines).preview(20)}\n`);
  return grown;
}

function start({ env, directory }: World, job: string, args: readonly string[]): ChildProcess {
  const { bundle, nodeOptions } = shippedJob(job);
  return spawn(process.execPath, [bundle, ...args], {
    cwd: directory,
    env: { PATH: process.env.PATH, NODE_OPTIONS: nodeOptions, ...env },
    stdio: 'ignore',
  });
}

/** The most memory and files that a process had, as Linux tells. */
async function watch(job: string, child: ChildProcess): Promise<Sample> {
  let [peakMegabytes, openFiles] = [0, 0];
  while (child.exitCode === null && child.signalCode === null) {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const files = await readdir(`/proc/${child.pid}/fd`).catch(() => []);
    peakMegabytes = Math.max(peakMegabytes, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
    openFiles = Math.max(openFiles, files.length);
    await sleep(LOOK_EVERY_MS);
  }
  return { job, peakMegabytes, openFiles };
}

async function control({ simulators }: World, path: string, body: object): Promise<void> {
  const response = await fetch(`${simulators.url}/__control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
}
