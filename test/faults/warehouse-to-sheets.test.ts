import { sweep } from './support/sweep.ts';

const JOB = 'warehouse-to-sheets';

const queryOf = (rows: number, date: string) =>
  `SELECT n AS id, DATE '${date}' AS day, 'Person ' || n AS name FROM generate_series(1, ${rows}) AS n ORDER BY n`;

for (const mode of ['overwrite', 'append', 'merge']) {
  const args = ['--mode', mode, '--key', 'id'];
  sweep(`a run in the mode ${mode}`, {
    job: JOB,
    args,
    env: { SHEETS_QUERY: queryOf(300, '2026-06-01') },
    yesterday: (night) => night.run(JOB, args, { SHEETS_QUERY: queryOf(200, '2026-01-01') }),
    readers: { tabs: ['Sheet1'] },
  });
}
