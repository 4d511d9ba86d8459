import pg from 'pg';
import { type Measurement, measure, medianOf } from './measure.ts';
import { startRedshiftProcess } from './redshift-process.ts';
import { shippedJob } from './shipped-job.ts';
import { startBenchStack } from './stack.ts';

export interface RedshiftLoadResult {
  /** From the start of the process until the COPY is sent, when all rows are on S3; the rest is a cluster's time. */
  readonly untilCopy: Measurement;
  readonly pages: Measurement;
}

/** Simulator to S3 by the job itself, beside reading and parsing the same pages alone, turn by turn. */
export async function benchRedshiftLoad(rows: number, rounds: number): Promise<RedshiftLoadResult> {
  const stack = await startBenchStack({ attendances: rows });
  const redshift = await startRedshiftProcess(stack.databaseUrl);
  try {
    const { MOBILIZE_API_URL = '', MOBILIZE_ORGANIZATION_ID = '', MOBILIZE_AMERICA_API_KEY = '' } = stack.env;
    const { bundle, nodeOptions } = shippedJob('mobilize-to-warehouse');
    const env = { ...stack.env, ...redshift.env, NODE_OPTIONS: nodeOptions, MOBILIZE_CALLS_PER_SECOND: '0' };
    const load = async () => {
      const startedAtMs = Date.now();
      const whole = await measure([bundle, '--entities', 'attendances', '--full-refresh'], env);
      const copiedAtMs = await lastCopyStartMs(redshift.env.DATABASE_URL ?? '');
      return { ...whole, seconds: (copiedAtMs - startedAtMs) / 1000 };
    };
    const readPages = () =>
      measure(['bench/floor-pages.ts', MOBILIZE_API_URL, MOBILIZE_ORGANIZATION_ID, MOBILIZE_AMERICA_API_KEY]);

    // The first run makes the tables.
    await measure([bundle, '--entities', 'attendances', '--limit', '1'], env);
    const loads: Measurement[] = [];
    const pages: Measurement[] = [];
    for (let round = 0; round < rounds; round++) {
      loads.push(await load());
      pages.push(await readPages());
    }
    return { untilCopy: medianOf(loads), pages: medianOf(pages) };
  } finally {
    await redshift.stop();
    await stack.stop();
  }
}

/** When the newest COPY began, as a cluster tells it too. */
async function lastCopyStartMs(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url.replace('redshift:', 'postgres:') });
  await client.connect();
  const { rows } = await client.query<{ seconds: string }>(
    'SELECT EXTRACT(epoch FROM start_time) AS seconds FROM sys_load_history ORDER BY query_id DESC LIMIT 1',
  );
  await client.end();
  return Number(rows[0]?.seconds) * 1000;
}
