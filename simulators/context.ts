import type { Clock } from './clock.ts';
import type { FaultPlan } from './faults.ts';
import type { Journal } from './journal.ts';
import type { SimulatorOptions } from './options.ts';
import type { Random } from './random.ts';
import type { RateLimits } from './rate-limits.ts';

/** What every simulator is given: the shared clock, chance, faults, limits and journal of one server. */
export interface SimulatorContext {
  readonly options: SimulatorOptions;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly faults: FaultPlan;
  readonly rateLimits: RateLimits;
  /** A seeded stream of numbers of one's own. */
  random(name: string): Random;
  /** Origin without a trailing slash, known once the server listens; links in answers start with it. */
  baseUrl(): string;
  /** Says that the state should be saved soon; requests other than GET say so by themselves. */
  changed(): void;
}

/** What every simulator gives back to the server. */
export interface Simulator {
  /** What the page and tests look at, served as `/__control/state/<name>`; a JSON value. */
  view(query: Readonly<Record<string, string | undefined>>): unknown;
  /** Everything that must survive a restart; a JSON value. */
  snapshot(): unknown;
  /** Takes what `snapshot` gave, also from an earlier process. */
  restore(state: unknown): void;
  /** Back to the seeded start. */
  reset(): void;
  /** The variables that a job needs to talk to this simulator. */
  environment(): Record<string, string>;
}
