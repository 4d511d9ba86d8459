import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { Table } from '@movement-etl/lib/table';
import { benchRedshiftLoad } from './redshift-load.ts';
import { bundleJobs } from './shipped-job.ts';
import { benchTableVerbs } from './table-verbs.ts';
import { benchWarehouseLoad } from './warehouse-load.ts';

/**
 *   npm run bench [-- --rows 10000,100000,1000000] [--rounds 3]
 *
 * Table verbs, then simulator -> Postgres beside its two floors and simulator -> Redshift until the COPY is sent, by the bundle and
 * under the Node options of the image. Figures of one machine: quote the ratios.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000,100000,1000000' },
    rounds: { type: 'string', default: '3' },
  },
});
const VERB_ROWS = 100_000;

print(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`);

print('Table verbs, rows of 40 columns');
print(await Table.fromRows(await benchTableVerbs(VERB_ROWS)).preview(20));

print(
  '\nSimulator -> Postgres (mobilize-to-warehouse --entities attendances --full-refresh), whole processes, medians',
);
bundleJobs();
for (const rows of values.rows.split(',').map(Number)) {
  const { job, pages, copy } = await benchWarehouseLoad(rows, Number(values.rounds));
  const floor = Math.max(pages.seconds, copy.seconds);
  print(
    await Table.fromRows([
      {
        rows,
        seconds: job.seconds.toFixed(2),
        'rows/s': Math.round(rows / job.seconds),
        'peak MB': Math.round(job.peakMegabytes),
        'pages alone, s': pages.seconds.toFixed(2),
        'COPY alone, s': copy.seconds.toFixed(2),
        'of the slower floor': (job.seconds / floor).toFixed(2),
      },
    ]).preview(),
  );
}

print(
  "\nSimulator -> Redshift, the same load until the COPY is sent: rows are on S3, the rest is the cluster's work",
);
for (const rows of values.rows.split(',').map(Number)) {
  const { untilCopy, pages } = await benchRedshiftLoad(rows, Number(values.rounds));
  print(
    await Table.fromRows([
      {
        rows,
        seconds: untilCopy.seconds.toFixed(2),
        'rows/s': Math.round(rows / untilCopy.seconds),
        'peak MB': Math.round(untilCopy.peakMegabytes),
        'pages alone, s': pages.seconds.toFixed(2),
        'of the pages alone': (untilCopy.seconds / pages.seconds).toFixed(2),
      },
    ]).preview(),
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
