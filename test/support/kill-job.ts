import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningSimulators } from '@movement-etl/simulators';
import type { RunningJob } from './job-process.ts';
import type { JobStack } from './job-stack.ts';
import { type Statement, type StatementPhase, startPostgresProxy } from './postgres-proxy.ts';
import { type S3Phase, startS3Proxy } from './s3-proxy.ts';

/** How many of the points at which a job can be killed are tried: each n-th. FAULT_POINTS=all tries all of them. */
export function killPoints(count: number, every: number): number[] {
  const step = process.env.FAULT_POINTS === 'all' ? 1 : every;
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => 1 + index * step);
}

/** Which request, and when. */
type HoldRule = Parameters<RunningSimulators['holds']['add']>[0];

/** A way to start a job, in which an environment that leads it through a proxy can be given. */
export type StartJob = (env?: Readonly<Record<string, string>>) => RunningJob;

/**
 * Starts a job and kills it with SIGKILL exactly before or after a request takes effect. A request that was stopped before its
 * effect never has one.
 *
 * @returns false when the job ended before it came to that request
 */
export async function killAtRequest(
  { simulators }: JobStack,
  start: StartJob,
  rule: HoldRule,
): Promise<boolean> {
  simulators.holds.add(rule);
  const isKilled = await killWhen(start(), untilHeld(simulators));
  simulators.holds.release({ drop: true });
  return isKilled;
}

/** The same around the nth statement that the job sends to its database. */
export async function killAtStatement(
  stack: JobStack,
  start: StartJob,
  { nth, phase }: { readonly nth: number; readonly phase: StatementPhase },
): Promise<boolean> {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const never = new Promise<never>(() => undefined);
  const numberOf = countStatement();
  await using proxy = await startPostgresProxy(stack.env.DATABASE_URL ?? '', (statement, at) => {
    if (numberOf(statement, at) !== nth || at !== phase) return 'go';
    resolve();
    return never;
  });
  return await killWhen(start({ DATABASE_URL: proxy.url }), reached);
}

/** How many statements an undisturbed run sends. */
export async function countStatements(stack: JobStack, start: StartJob): Promise<number> {
  let count = 0;
  await using proxy = await startPostgresProxy(stack.env.DATABASE_URL ?? '', (_, phase) => {
    if (phase === 'before') count += 1;
    return 'go';
  });
  await start({ DATABASE_URL: proxy.url }).end;
  return count;
}

/** Numbers statements by when they were sent. */
function countStatement(): (statement: Statement, phase: StatementPhase) => number | undefined {
  const numbers = new Map<Statement, number>();
  return (statement, phase) => {
    if (phase === 'before') numbers.set(statement, numbers.size + 1);
    return numbers.get(statement);
  };
}

/** The same around the nth request that the job sends to S3. */
export async function killAtS3Request(
  stack: JobStack,
  start: StartJob,
  { nth, phase }: { readonly nth: number; readonly phase: S3Phase },
): Promise<boolean> {
  await using proxy = await startS3Proxy(stack.env.AWS_ENDPOINT_URL_S3 ?? '');
  const reached = proxy.stopAt(nth, phase);
  return await killWhen(start({ AWS_ENDPOINT_URL_S3: proxy.url }), reached);
}

/** The minute after which a dead run's lease can be taken is over, also by GETDATE(), which is up to a second behind. */
export async function letLeasesExpire(stack: JobStack): Promise<void> {
  await stack.query("UPDATE etl.job_leases SET expires_at = now() - interval '1 second'");
}

/** How the runs ended, the first one first. */
export async function runStatuses(stack: JobStack): Promise<unknown[]> {
  const rows = await stack.query('SELECT status FROM etl.job_runs ORDER BY started_at, run_id');
  return rows.map(({ status }) => status);
}

async function killWhen(job: RunningJob, reached: Promise<void>): Promise<boolean> {
  const isReached = await Promise.race([reached.then(() => true), job.end.then(() => false)]);
  if (isReached) job.process.kill('SIGKILL');
  await job.end;
  return isReached;
}

async function untilHeld({ holds }: RunningSimulators): Promise<void> {
  while (holds.all().some(({ waiting }) => waiting.length === 0)) await sleep(5);
}
