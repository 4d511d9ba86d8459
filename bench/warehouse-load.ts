import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { startEmbeddedPostgres } from '../scripts/embedded-postgres.ts';
import { type Measurement, measure, median } from './measure.ts';
import { startSimulatorProcess } from './simulator-process.ts';

export interface LoadResult {
  readonly rows: number;
  readonly job: Measurement;
  readonly pages: Measurement;
  readonly copy: Measurement;
}

/** Simulator to Postgres by the job itself, beside its two floors, in one sitting and turn by turn. */
export async function benchWarehouseLoad(rows: number, rounds: number): Promise<LoadResult> {
  const directory = await mkdtemp(join(tmpdir(), 'movement-etl-bench-'));
  // The server of root's bench runs as another user, who must get to its folder.
  await chmod(directory, 0o711);
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
  const simulators = await startSimulatorProcess({ attendances: rows });
  try {
    const env = {
      ...simulators.env,
      DATABASE_URL: postgres.url,
      MOBILIZE_CALLS_PER_SECOND: '0',
      LOG_FORMAT: 'json',
    };
    const {
      MOBILIZE_API_URL = '',
      MOBILIZE_ORGANIZATION_ID = '',
      MOBILIZE_AMERICA_API_KEY = '',
    } = simulators.env;
    const load = () =>
      measure(['jobs/mobilize-to-warehouse/main.ts', '--entities', 'attendances', '--full-refresh'], env);
    const readPages = () =>
      measure(['bench/floor-pages.ts', MOBILIZE_API_URL, MOBILIZE_ORGANIZATION_ID, MOBILIZE_AMERICA_API_KEY]);
    const csv = join(directory, 'attendances.csv');

    await load();
    await exportCsv(postgres.url, csv);
    const jobs: Measurement[] = [];
    const pages: Measurement[] = [];
    const copies: Measurement[] = [];
    for (let round = 0; round < rounds; round++) {
      jobs.push(await load());
      pages.push(await readPages());
      copies.push(await measure(['bench/floor-copy.ts', postgres.url, csv]));
    }
    return { rows, job: medianOf(jobs), pages: medianOf(pages), copy: medianOf(copies) };
  } finally {
    await simulators.stop();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function medianOf(measurements: readonly Measurement[]): Measurement {
  return {
    seconds: median(measurements.map(({ seconds }) => seconds)),
    peakMegabytes: Math.max(...measurements.map(({ peakMegabytes }) => peakMegabytes)),
    output: '',
  };
}

async function exportCsv(url: string, file: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await pipeline(
    client.query(copyTo('COPY mobilize.attendances TO STDOUT WITH (FORMAT csv)')),
    createWriteStream(file),
  );
  await client.end();
}
