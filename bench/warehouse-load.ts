import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type Measurement, measure, medianOf } from './measure.ts';
import { shippedJob } from './shipped-job.ts';
import { startBenchStack } from './stack.ts';

export interface LoadResult {
  readonly rows: number;
  readonly job: Measurement;
  readonly pages: Measurement;
  readonly copy: Measurement;
}

/** Simulator to Postgres by the job itself, beside its two floors, in one sitting and turn by turn. */
export async function benchWarehouseLoad(rows: number, rounds: number): Promise<LoadResult> {
  const stack = await startBenchStack({ attendances: rows });
  try {
    const { MOBILIZE_API_URL = '', MOBILIZE_ORGANIZATION_ID = '', MOBILIZE_AMERICA_API_KEY = '' } = stack.env;
    const { bundle, nodeOptions } = shippedJob('mobilize-to-warehouse');
    const env = { ...stack.env, NODE_OPTIONS: nodeOptions, MOBILIZE_CALLS_PER_SECOND: '0' };
    const load = () => measure([bundle, '--entities', 'attendances', '--full-refresh'], env);
    const readPages = () =>
      measure(['bench/floor-pages.ts', MOBILIZE_API_URL, MOBILIZE_ORGANIZATION_ID, MOBILIZE_AMERICA_API_KEY]);
    const csv = join(stack.directory, 'attendances.csv');

    await load();
    await exportCsv(stack.databaseUrl, csv);
    const jobs: Measurement[] = [];
    const pages: Measurement[] = [];
    const copies: Measurement[] = [];
    for (let round = 0; round < rounds; round++) {
      jobs.push(await load());
      pages.push(await readPages());
      copies.push(await measure(['bench/floor-copy.ts', stack.databaseUrl, csv]));
    }
    return { rows, job: medianOf(jobs), pages: medianOf(pages), copy: medianOf(copies) };
  } finally {
    await stack.stop();
  }
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
