import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Table } from '@movement-etl/lib/table';
import pg from 'pg';
import { type Measurement, measure, medianOf } from './measure.ts';
import { bundleJobs, shippedJob } from './shipped-job.ts';
import { type BenchStack, startBenchStack } from './stack.ts';

/**
 * The same work by these jobs and by their peers, on one machine, one after another, each a whole process:
 *
 *   python3 -m venv /tmp/peers && /tmp/peers/bin/pip install -r bench/peers/requirements.txt
 *   npm run bench:peers -- --python /tmp/peers/bin/python [--rounds 5] [--rows 100000] [--sheet-rows 10000] [--people 400]
 *
 * Load: Mobilize to Postgres, without latency and limits; sling cannot read an API and is given the same rows as a file.
 * Slow load: the same with 100 ms before each answer and with Mobilize's limit of 15 requests a second, a tenth of the rows, one round.
 * Sheet: attendances to a spreadsheet, who did not come in red. People: to Action Network, which takes four calls a second.
 */
const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    rows: { type: 'string', default: '100000' },
    'sheet-rows': { type: 'string', default: '10000' },
    people: { type: 'string', default: '400' },
  },
});
if (values.python === undefined)
  throw new Error('say where the peers are installed: --python <venv>/bin/python');
const python = values.python;
const rounds = Number(values.rounds);
const rows = Number(values.rows);
const SLOW_LATENCY_MS = 100;
const GOOGLE_REQUESTS_PER_MINUTE = 60;

type Contender = (stack: BenchStack) => Promise<Measurement>;

bundleJobs();
await benchLoad();
await benchSlowLoad();
await benchSheet();
await benchPeople();

async function benchLoad(): Promise<void> {
  const stack = await startBenchStack({ attendances: rows });
  try {
    await prepare(stack);
    const file = await writePages(stack);
    const results = await inTurns(stack, rounds, {
      'movement-etl': ours('mobilize-to-warehouse', ['--entities', 'attendances', '--full-refresh'], {
        MOBILIZE_CALLS_PER_SECOND: '0',
      }),
      Parsons: peer('parsons_load.py'),
      dlt: peer('dlt_load.py'),
      'sling, from a file': sling(file),
    });
    await report(`${rows} attendances to Postgres`, results, rows);
  } finally {
    await stack.stop();
  }
}

async function benchSlowLoad(): Promise<void> {
  const fewer = rows / 10;
  const stack = await startBenchStack({ attendances: fewer, latencyMs: SLOW_LATENCY_MS, rateLimits: true });
  try {
    await prepare(stack);
    const results = await inTurns(stack, 1, {
      'movement-etl': ours('mobilize-to-warehouse', ['--entities', 'attendances', '--full-refresh']),
      Parsons: peer('parsons_load.py'),
      dlt: peer('dlt_load.py'),
    });
    await report(`${fewer} attendances to Postgres, 100 ms before each answer, limits on`, results, fewer);
  } finally {
    await stack.stop();
  }
}

async function benchSheet(): Promise<void> {
  const sheetRows = Number(values['sheet-rows']);
  const stack = await startBenchStack({ attendances: sheetRows });
  try {
    const results = await inTurns(stack, 1, {
      'movement-etl': ours('mobilize-to-sheets', [], { MOBILIZE_CALLS_PER_SECOND: '0' }),
      Parsons: peer('parsons_sheet.py'),
    });
    await report(
      `${sheetRows} attendances to a sheet, who did not come in red, limits off`,
      results,
      sheetRows,
      {
        'minutes at 60 a minute': ({ google = 0 }) => (google / GOOGLE_REQUESTS_PER_MINUTE).toFixed(1),
      },
    );
  } finally {
    await stack.stop();
  }
}

async function benchPeople(): Promise<void> {
  const people = Number(values.people);
  const stack = await startBenchStack({
    attendances: people * 4,
    latencyMs: SLOW_LATENCY_MS,
    rateLimits: true,
  });
  try {
    await ours('mobilize-to-warehouse', [])(stack);
    await ours('warehouse-transform', [])(stack);
    await keepPeople(stack, people);
    const results = await inTurns(stack, 1, {
      'movement-etl': ours('warehouse-to-actionnetwork', []),
      Parsons: peer('parsons_people.py'),
    });
    await report(`${people} people to Action Network, 100 ms before each answer, limits on`, results, people);
  } finally {
    await stack.stop();
  }
}

/** One of our jobs as its container runs it. Some refused rows are no reason to stop measuring. */
function ours(
  job: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Contender {
  const { bundle, nodeOptions } = shippedJob(job);
  return ({ env }) =>
    measure([bundle, ...args], { ...env, ...settings, NODE_OPTIONS: nodeOptions, PARTIAL_OK: '1' });
}

function peer(script: string): Contender {
  return async ({ env, databaseUrl, directory }) => {
    const dltDirectory = join(directory, 'dlt');
    await rm(dltDirectory, { recursive: true, force: true });
    const { hostname, port, username, password, pathname } = new URL(databaseUrl);
    return measure(
      [join(import.meta.dirname, 'peers', script)],
      {
        ...env,
        ...{
          PGHOST: hostname,
          PGPORT: port,
          PGUSER: username,
          PGPASSWORD: password,
          PGDATABASE: pathname.slice(1),
        },
        ...{ DLT_DIRECTORY: dltDirectory, RUNTIME__DLTHUB_TELEMETRY: 'false' },
      },
      { program: python },
    );
  };
}

function sling(file: string): Contender {
  const packages = execFileSync(python, ['-c', "import sysconfig; print(sysconfig.get_path('purelib'))"]);
  const program = join(String(packages).trim(), 'sling_linux_amd64/bin/sling-linux-amd64');
  return ({ databaseUrl }) =>
    measure(
      [
        ...['run', '--src-stream', `file://${file}`, '--src-options', '{flatten: true}'],
        ...['--tgt-conn', 'PEERS', '--tgt-object', 'peers.sling_attendances', '--mode', 'full-refresh'],
      ],
      { PEERS: databaseUrl },
      { program },
    );
}

interface Result {
  readonly measurement: Measurement;
  /** Requests of one run by API. */
  readonly requests: Readonly<Record<string, number>>;
  readonly refused: number;
}

/** Every contender once a round, so that what else the machine does meets all of them. */
async function inTurns(
  stack: BenchStack,
  times: number,
  contenders: Readonly<Record<string, Contender>>,
): Promise<Readonly<Record<string, Result>>> {
  const measurements: Record<string, Measurement[]> = {};
  const results: Record<string, Result> = {};
  for (let round = 0; round < times; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      await fetch(`${stack.simulatorUrl}/__control/requests`, { method: 'DELETE' });
      const all = [...(measurements[name] ?? []), await run(stack)];
      measurements[name] = all;
      results[name] = { measurement: medianOf(all), ...(await requestsOf(stack)) };
    }
  }
  return results;
}

async function requestsOf({ simulatorUrl }: BenchStack): Promise<Pick<Result, 'requests' | 'refused'>> {
  const { byApi, byResult } = (await (await fetch(`${simulatorUrl}/__control/requests`)).json()) as {
    byApi: Record<string, number>;
    byResult: Record<string, number>;
  };
  const refused = Object.entries(byResult)
    .filter(([result]) => result.endsWith(' 429'))
    .reduce((sum, [, count]) => sum + count, 0);
  return { requests: byApi, refused };
}

async function report(
  title: string,
  results: Readonly<Record<string, Result>>,
  records: number,
  more: Readonly<Record<string, (requests: Readonly<Record<string, number>>) => string>> = {},
): Promise<void> {
  const fastest = Math.min(...Object.values(results).map(({ measurement }) => measurement.seconds));
  const table = Table.fromRows(
    Object.entries(results).map(([name, { measurement, requests, refused }]) => ({
      name,
      seconds: measurement.seconds.toFixed(2),
      ratio: (measurement.seconds / fastest).toFixed(1),
      'records/s': Math.round(records / measurement.seconds),
      'peak MB': Math.round(measurement.peakMegabytes),
      requests: Object.values(requests).reduce((sum, count) => sum + count, 0),
      'of them 429': refused,
      ...Object.fromEntries(Object.entries(more).map(([column, of]) => [column, of(requests)])),
    })),
  );
  process.stdout.write(`\n${title}\n${await table.preview(20)}\n`);
}

async function prepare({ databaseUrl }: BenchStack): Promise<void> {
  await query(databaseUrl, 'CREATE SCHEMA peers');
}

async function keepPeople({ databaseUrl }: BenchStack, people: number): Promise<void> {
  await query(
    databaseUrl,
    `DELETE FROM mobilize.users_to_sync WHERE mobilizeid NOT IN
      (SELECT mobilizeid FROM mobilize.users_to_sync WHERE email_address <> '' ORDER BY mobilizeid LIMIT ${people})`,
  );
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** The rows that the API serves, one JSON object a line, for a peer that reads files. */
async function writePages({ env, directory }: BenchStack): Promise<string> {
  const folder = join(directory, 'pages');
  await mkdir(folder);
  const file = join(folder, 'attendances.jsonl');
  const url = `${env.MOBILIZE_API_URL}/organizations/${env.MOBILIZE_ORGANIZATION_ID}/attendances?per_page=100`;
  const headers = { authorization: `Bearer ${env.MOBILIZE_AMERICA_API_KEY}` };
  for (let next: string | null = url; next !== null; ) {
    const page = (await (await fetch(next, { headers })).json()) as { data: unknown[]; next: string | null };
    const lines = page.data.map((row) => `${JSON.stringify(row).replaceAll('\\u0000', '')}\n`);
    await writeFile(file, lines.join(''), { flag: 'a' });
    next = page.next;
  }
  return file;
}
