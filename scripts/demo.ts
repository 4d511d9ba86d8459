import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DemoStep, demoReport, whereToLook } from './demo-report.ts';
import { stackDirectory, startLocalStack } from './local-stack.ts';
import { readOptions, wholeNumber } from './options.ts';
import { runJobProcess } from './run-job.ts';
import { runStatusPage } from './run-status-page.ts';

/**
 *   npm run demo [-- --attendances 200] [--serve] [--fresh]
 *
 * Shows the whole way on this machine, with nothing but Node: Mobilize to a spreadsheet, then Mobilize to the warehouse, the
 * transform, and the people to Action Network. Run again, a day has passed at Mobilize and only what changed is moved.
 */
const values = readOptions('npm run demo [-- --attendances 200] [--serve] [--fresh]', {
  attendances: { type: 'string', default: '200' },
  serve: { type: 'boolean', default: Boolean(process.stdout.isTTY) },
  fresh: { type: 'boolean', default: false },
});
/** At four calls a second, Action Network would take a long time for everybody in a large demo. */
const PEOPLE_PER_RUN = 60;
const DONE = new Set([0, 3]);

const attendances = wholeNumber('--attendances', values.attendances);
const directory = stackDirectory('demo', attendances);
if (values.fresh) await rm(directory, { recursive: true, force: true });
const isFirstRun = !existsSync(join(directory, 'simulators.json'));

say('Starting a real PostgreSQL and the simulators of Mobilize, Google, Action Network and Slack …');
const stack = await startLocalStack({ name: 'demo', attendances });
if (!isFirstRun) {
  await fetch(`${stack.simulators.url}/__control/mobilize/advance`, { method: 'POST' });
  say('It is a day later at Mobilize: new sign-ups, cancellations, and people who came or did not.');
}

const steps: DemoStep[] = [];
try {
  await runStep('mobilize-to-sheets');
  await runStep('mobilize-to-warehouse');
  await runStep('warehouse-transform');
  await runStep('warehouse-to-actionnetwork', ['--limit', String(PEOPLE_PER_RUN)]);

  process.stdout.write(await demoReport({ steps, isFirstRun, peoplePerRun: PEOPLE_PER_RUN }));
  process.exitCode = steps.every(({ exitCode }) => DONE.has(exitCode)) ? 0 : 1;
  if (values.serve) {
    const statusPage = await runStatusPage(stack.databaseUrl, { port: 0 });
    process.stdout.write(whereToLook(stack, statusPage));
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    await statusPage.stop();
  } else {
    say(
      '`npm run demo -- --serve` keeps the pages up: the spreadsheets and people, and how the jobs are doing.',
    );
  }
} finally {
  await stack.stop();
}

async function runStep(job: string, args: readonly string[] = []): Promise<void> {
  if (steps.some(({ exitCode }) => !DONE.has(exitCode))) return;
  say(`\n── ${[job, ...args].join(' ')}`);
  const startedAt = Date.now();
  const { exitCode, summary } = await runJobProcess(job, args, stack.env);
  steps.push({ job, exitCode, summary, durationMs: Date.now() - startedAt });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
