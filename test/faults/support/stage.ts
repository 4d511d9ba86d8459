import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSimulators, type Simulators, startSimulators } from '@movement-etl/simulators';
import pg from 'pg';
import { inject } from 'vitest';
import { type JobEnd, type RunningJob, startJob } from '../../support/job-process.ts';
import { startPostgresProxy } from '../../support/postgres-proxy.ts';
import { databaseUrl, runOnServer } from '../../support/template-database.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import { Effects } from './effects.ts';
import type { Scene } from './scene.ts';

/** The world as it is before the job runs; what a run does to it is gone with the next night. */
export interface Night extends AsyncDisposable {
  readonly simulators: RunningSimulators;
  /** Starts the scene's job in a directory of its own; what it does to the world is counted. */
  start(effects: Effects): RunningJob;
  /** Runs any job, undisturbed. */
  run(job: string, args?: readonly string[], env?: Environment): Promise<JobEnd>;
  /** Runs SQL in the PostgreSQL itself. */
  query<Row extends object = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Calls a control endpoint of the simulators. */
  control(path: string, body?: unknown): Promise<void>;
  /** A connection of its own for a reader. */
  connect(): Promise<pg.Client>;
  /** Names of what runs have left in their directory, which is the one for temporary files too. */
  leftOvers(): Promise<string[]>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Simulators and a template of the database, as the scene wants them; nights begin from there. */
export interface Stage extends AsyncDisposable {
  begin(): Promise<Night>;
}

export async function createStage(scene: Scene): Promise<Stage> {
  const { migrated = true } = scene;
  const serverUrl = inject('postgresUrl');
  let effects = new Effects();
  const simulators = await startSimulators({
    attendances: 20,
    rateLimits: false,
    ...scene.simulators,
    onRequest: (request, phase) => nothingIfGo(effects.request(request, phase)),
  });
  const seeded = await createTestDatabase({ migrated });
  let template = seeded.name;
  let snapshots = snapshotsOf(simulators);
  const databases: string[] = [];

  async function begin(): Promise<Night & { readonly database: string }> {
    const database = `night_${randomBytes(6).toString('hex')}`;
    await runOnServer(serverUrl, `CREATE DATABASE ${database} TEMPLATE ${template} STRATEGY file_copy`);
    databases.push(database);
    const postgresUrl = databaseUrl(serverUrl, database);
    for (const [name, snapshot] of snapshots) simulators[name].restore(JSON.parse(snapshot));
    const proxy = await startPostgresProxy(postgresUrl, (statement, phase) =>
      effects.statement(statement, phase),
    );
    const client = await connect(postgresUrl);
    const directory = await mkdtemp(join(tmpdir(), 'movement-etl-night-'));

    const start = (job: string, args: readonly string[] = [], more: Environment = {}) =>
      startJob(
        job,
        {
          ...simulators.env,
          ...UNLIMITED,
          DATABASE_URL: proxy.url,
          LOG_FORMAT: 'json',
          TMPDIR: directory,
          ...more,
        },
        args,
        { cwd: directory },
      );
    return {
      database,
      simulators,
      start: (counted) => {
        effects = counted;
        return start(scene.job, scene.args, scene.env);
      },
      run: async (job, args, env) => {
        effects = new Effects();
        return await start(job, args, env).end;
      },
      query: async <Row extends object>(sql: string, values?: unknown[]) =>
        (await client.query(sql, values)).rows as Row[],
      control: async (path, body) => {
        const response = await fetch(`${simulators.url}/__control/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body ?? {}),
        });
        if (!response.ok) throw new Error(`control ${path}: ${response.status} ${await response.text()}`);
      },
      connect: () => connect(postgresUrl),
      leftOvers: () => readdir(directory),
      [Symbol.asyncDispose]: async () => {
        await client.end();
        await proxy[Symbol.asyncDispose]();
        await rm(directory, { recursive: true, force: true });
        if (database !== template) await drop(database);
      },
    };
  }

  async function drop(database: string): Promise<void> {
    await runOnServer(serverUrl, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  }

  const yesterday = await begin();
  await scene.yesterday?.(yesterday);
  template = yesterday.database;
  snapshots = snapshotsOf(simulators);
  await yesterday[Symbol.asyncDispose]();

  return {
    begin,
    [Symbol.asyncDispose]: async () => {
      await simulators.close();
      for (const database of databases) await drop(database);
      await seeded.drop();
    },
  };
}

/** What it takes to be allowed would be most of the time. */
const UNLIMITED = { MOBILIZE_CALLS_PER_SECOND: '0', AN_CALLS_PER_SECOND: '0', VAN_CALLS_PER_SECOND: '0' };

const NAMES = ['mobilize', 'actionNetwork', 'everyAction', 'google', 'slack'] as const;

function snapshotsOf(simulators: Simulators): [(typeof NAMES)[number], string][] {
  return NAMES.map((name) => [name, JSON.stringify(simulators[name].snapshot())]);
}

async function nothingIfGo(verdict: 'go' | 'drop' | Promise<'go' | 'drop'>): Promise<'drop' | undefined> {
  return (await verdict) === 'drop' ? 'drop' : undefined;
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}
