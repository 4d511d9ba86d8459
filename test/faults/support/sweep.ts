import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Effects, type Point, type Verdict } from './effects.ts';
import { endState } from './end-state.ts';
import { type Sightings, watch } from './readers.ts';
import type { Scene } from './scene.ts';
import { createStage, type Night, type Stage } from './stage.ts';

/** Nights at a time: a night is mostly waiting for processes to start. */
const STAGES = 2;
/** Of all points of a sweep, so many are tried in `npm test`. */
const SAMPLED_POINTS = 4;
/** `npm run test:faults` */
const isFull = process.env.FAULT_POINTS === 'all';
/** The end of a run is written and its lease given back; a signal that comes then is too late to stop anything. */
const ENDING_EFFECTS = 4;

/** What happens to a run at a point, and what may come of it. */
interface Disturbance {
  readonly what: string;
  readonly phases: readonly Point['phase'][];
  strike(run: { kill(signal: NodeJS.Signals): void; silence(): void }): Verdict | Promise<Verdict>;
  /** @returns why this exit code is wrong. */
  complaint(exitCode: number, point: Point, effectCount: number): string | undefined;
  /** Before the next run a minute passes, after which the lease of a dead run is free. */
  readonly leavesLease: boolean;
}

const DISTURBANCES: readonly Disturbance[] = [
  {
    what: 'killed',
    phases: ['before', 'after'],
    strike: ({ kill, silence }) => {
      silence();
      kill('SIGKILL');
      return 'drop';
    },
    complaint: (exitCode) => (exitCode === 137 ? undefined : 'it was not killed'),
    leavesLease: true,
  },
  {
    what: 'told to stop',
    phases: ['before'],
    strike: async ({ kill }): Promise<Verdict> => {
      kill('SIGTERM');
      // The signal has reached the process when the work goes on.
      await sleep(50);
      return 'go';
    },
    complaint: (exitCode, { nth }, effectCount) => {
      if (exitCode === 143) return undefined;
      return exitCode === 0 && nth > effectCount - ENDING_EFFECTS ? undefined : 'it did not end with 143';
    },
    leavesLease: false,
  },
  {
    what: 'cut off',
    phases: ['before', 'after'],
    strike: () => 'drop',
    complaint: (exitCode) =>
      [0, 3, 75, 1].includes(exitCode) ? undefined : 'that code does not say what happened',
    leavesLease: true,
  },
];

/** The world after an undisturbed run. */
interface Undisturbed {
  readonly effectCount: number;
  readonly end: Readonly<Record<string, unknown>>;
  readonly sightings: Sightings;
}

interface Rehearsed extends Undisturbed {
  readonly stage: Stage;
}

/**
 * Declares the tests of a scene: the run is killed, told to stop and cut off around each of its effects, and run again to its
 * end, each time in the same world. Whatever it left must be what an undisturbed run leaves, and whoever looked meanwhile
 * must have seen the old or the new. FAULT_POINTS=all tries every point, otherwise a few are tried.
 */
export function sweep(name: string, scene: Scene): void {
  describe(name, () => {
    let stages: Rehearsed[] = [];
    beforeAll(async () => {
      stages = await Promise.all(Array.from({ length: STAGES }, () => rehearse(scene)));
    });
    afterAll(async () => {
      for (const { stage } of stages) await stage[Symbol.asyncDispose]();
    });

    it.each(DISTURBANCES)(
      'that is $what at any effect and run again ends as if undisturbed',
      async (disturbance) => {
        const effectCounts = stages.map(({ effectCount }) => effectCount);
        const points = pointsOf(Math.max(...effectCounts), disturbance.phases);
        const failures: string[] = [];
        const exitCodes: Record<string, number> = {};
        const rest = points.values();
        await Promise.all(
          stages.map(async (stage) => {
            for (const point of rest) {
              try {
                const exitCode = await disturb(scene, stage, disturbance, point);
                exitCodes[exitCode] = (exitCodes[exitCode] ?? 0) + 1;
              } catch (error) {
                failures.push(String(error instanceof Error ? error.message : error));
              }
            }
          }),
        );

        report(`${scene.job}, ${name}, ${disturbance.what}`, {
          effects: Math.max(...effectCounts),
          points: points.length,
          exitCodes,
        });
        expect(failures.join('\n\n')).toBe('');
      },
    );
  });
}

/** Before and after each effect, or evenly spread over them. */
function pointsOf(effectCount: number, phases: readonly Point['phase'][]): Point[] {
  const all = Array.from({ length: effectCount }, (_, index) => index + 1).flatMap((nth) =>
    phases.map((phase) => ({ nth, phase })),
  );
  if (isFull || all.length <= SAMPLED_POINTS) return all;
  const step = (all.length - 1) / (SAMPLED_POINTS - 1);
  return Array.from({ length: SAMPLED_POINTS }, (_, index) => all[Math.round(index * step)] as Point);
}

/** Builds the world and runs the job in it once; what is there then is what must be there whatever happens. */
async function rehearse(scene: Scene): Promise<Rehearsed> {
  const stage = await createStage(scene);
  await using night = await stage.begin();
  const effects = new Effects();
  const unwatch = await watch(night, scene.readers ?? {});
  const { exitCode, output } = await night.start(effects).end;
  const sightings = await unwatch();

  expect(exitCode, output).toBe(0);
  for (const [name, states] of Object.entries(sightings)) {
    expect(states.length, `${name} was seen in the old state and then in the new one`).toBeLessThanOrEqual(2);
  }
  await expectOrderly(night, scene, ['succeeded']);
  return { stage, effectCount: effects.seen.length, end: await endState(night), sightings };
}

/** Disturbs a run at one point and runs the job again. @returns the exit code of the disturbed run */
async function disturb(
  scene: Scene,
  { stage, effectCount, end, sightings }: Rehearsed,
  disturbance: Disturbance,
  point: Point,
): Promise<number> {
  await using night = await stage.begin();
  const unwatch = await watch(night, scene.readers ?? {});
  const effects: Effects = new Effects({
    ...point,
    strike: () =>
      disturbance.strike({
        kill: (signal) => running.process.kill(signal),
        silence: () => effects.silence(),
      }),
  });
  const running = night.start(effects);
  const first = await running.end;
  const where = `${disturbance.what} ${point.phase} effect ${point.nth} of ${effectCount}, ${effects.seen[point.nth - 1]}`;
  const details = `${where}\n${first.output}`;

  // What a job does at once it does in any order; so the last effects may be one more or less.
  expect(effects.isReached || point.nth > effectCount - ENDING_EFFECTS, details).toBe(true);
  if (effects.isReached) {
    const complaint = disturbance.complaint(first.exitCode, point, effectCount);
    expect(complaint, `exit code ${first.exitCode}, ${details}`).toBeUndefined();
  }
  if (first.exitCode === 0) {
    expect(await endState(night), details).toEqual(end);
    await expectOrderly(night, scene, ['succeeded'], details);
  }
  if (disturbance.leavesLease) await letLeasesExpire(night);

  const again = await night.start(new Effects()).end;
  const states = await unwatch();

  const everything = `${details}\nrun again:\n${again.output}`;
  expect(again.exitCode, everything).toBe(0);
  expect(await endState(night), everything).toEqual(end);
  for (const [name, allowed] of Object.entries(sightings)) {
    for (const state of states[name] ?? []) expect(allowed, `${name}, ${everything}`).toContain(state);
  }
  await expectOrderly(night, scene, undefined, everything);
  return first.exitCode;
}

interface RunRow {
  readonly status: string;
  readonly isBalanced: boolean;
}

/** Every run has said how it ended, the accounts of those that were done balance, and nobody has a lease. */
async function expectOrderly(
  night: Night,
  { job, hasNoWarehouse = false }: Scene,
  statuses?: readonly string[],
  details?: string,
): Promise<void> {
  if (hasNoWarehouse) return;
  const runs = await night.query<RunRow>(
    `SELECT status, status NOT IN ('succeeded', 'partial')
       OR rows_read = rows_written + rows_duplicate + rows_skipped + rows_rejected + rows_failed AS "isBalanced"
     FROM etl.job_runs WHERE job = $1 ORDER BY started_at, run_id`,
    [job],
  );
  const held = await night.query('SELECT target FROM etl.job_leases WHERE expires_at > now()');

  expect(
    runs.filter(({ isBalanced }) => !isBalanced),
    details,
  ).toEqual([]);
  expect(
    runs.map(({ status }) => status),
    details,
  ).not.toContain('running');
  expect(runs.at(-1)?.status, details).toBe('succeeded');
  if (statuses !== undefined)
    expect(runs.slice(-statuses.length).map(({ status }) => status)).toEqual(statuses);
  expect(held, details).toEqual([]);
}

/** As if the minute had passed, after which a dead run's lease can be taken. */
async function letLeasesExpire({ query, simulators: { google } }: Night): Promise<void> {
  const [table] = await query("SELECT to_regclass('etl.job_leases') IS NOT NULL AS exists");
  if (table?.exists === true) await query('UPDATE etl.job_leases SET expires_at = now()');
  const text = JSON.stringify(google.snapshot());
  google.restore(JSON.parse(text.replaceAll(/(renewedAt\\":\\")\d{4}/g, '$12020')));
}

function report(what: string, facts: object): void {
  process.stderr.write(`swept: ${what}: ${JSON.stringify(facts)}\n`);
}
