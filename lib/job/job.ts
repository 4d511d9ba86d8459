import type { LeaseStore } from '../lease/index.ts';
import type { Logger } from '../logging/index.ts';
import type { SettingsOf, SettingsSchema } from '../settings/index.ts';
import type { JobRun } from './job-run.ts';
import type { RunHistory } from './run-history.ts';

/** What a job is made of. `runJob` calls the parts in the order in which they stand here. */
export interface Job<Schema extends SettingsSchema, Resources> {
  /** The same as the folder, the image and the log field `job`. */
  readonly name: string;
  /** One or two sentences for `--help`. */
  readonly description: string;
  readonly version: string;
  /** Lines for the examples of `--help`, without the program's name: `--dry-run --limit 10`. */
  readonly examples?: readonly string[];
  /** One zod object; every field says which environment variable it is, see lib/settings. */
  readonly settings: Schema;

  /** Connects. Register each thing that must be closed at once: `context.closing(() => warehouse.close())`. */
  open(settings: SettingsOf<Schema>, context: OpenContext): Promise<Resources>;
  /** Makes what the first run needs (migrations). Not called for `check` and `--dry-run`, which write nothing. */
  prepare?(resources: Resources, settings: SettingsOf<Schema>): Promise<void>;
  /** Names what a run writes to; two runs with the same target never overlap. No personal data. */
  target(settings: SettingsOf<Schema>, resources: Resources): string;
  /** The store in which the lease for that target is kept. */
  leases(resources: Resources, target: string): LeaseStore;
  /** Where runs are recorded; without it they are in the log only. */
  history?(resources: Resources): RunHistory | undefined;
  /** Looks whether credentials, scopes, tables and sheets are there. Reads only. */
  check(resources: Resources, settings: SettingsOf<Schema>): AsyncIterable<CheckResult>;
  /** The work itself. */
  run(resources: Resources, settings: SettingsOf<Schema>, run: JobRun): Promise<void>;
  /** API requests sent so far, by system, for the summary: `{ mobilize: mobilize.requestCount }`. */
  requests?(resources: Resources): Readonly<Record<string, number>>;
}

/** A job of any settings and resources, for what does not look at them. */
export type AnyJob = Pick<
  Job<SettingsSchema, unknown>,
  'name' | 'description' | 'version' | 'examples' | 'settings'
>;

export interface OpenContext {
  readonly runId: string;
  readonly logger: Logger;
  /** The run shall end early (see `JobRun.signal`). For clients that only read: their calls may be cut off at once. */
  readonly signal: AbortSignal;
  /**
   * For clients that write, and for the warehouse: aborted at once when the lease is lost, but after SIGTERM or SIGINT
   * only when the grace period is nearly over, so that what is in flight can be finished and stored.
   */
  readonly cutOffSignal: AbortSignal;
  /** Registers what has to be closed at the end of the run, whatever happens; the last registered is closed first. */
  closing(close: () => Promise<void>): void;
}

export interface CheckResult {
  /** What was looked at: `Mobilize API key`. */
  readonly what: string;
  readonly ok: boolean;
  /** What is wrong and what to do about it; shown when `ok` is false. */
  readonly problem?: string;
  /** A detail worth showing when it is fine: `organization 123, 4,120 attendances`. */
  readonly detail?: string;
}

/** Gives the types of the settings and the resources to the parts of a job without naming them. */
export function defineJob<Schema extends SettingsSchema, Resources>(
  job: Job<Schema, Resources>,
): Job<Schema, Resources> {
  return job;
}
