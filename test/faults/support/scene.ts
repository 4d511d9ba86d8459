import type { SimulatorOptions } from '@movement-etl/simulators';
import type { Night } from './stage.ts';

/** A job, the world that it finds, and what others see of its work. */
export interface Scene {
  readonly job: string;
  readonly args?: readonly string[];
  /** Added to the environment; undefined takes a variable out of it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly simulators?: Partial<SimulatorOptions>;
  /** Default true: the tables are there. */
  readonly migrated?: boolean;
  /** Brings the world from its seeded beginning to where it is before the run. */
  readonly yesterday?: (night: Night) => Promise<unknown>;
  /** What a reader must see in its old or its new state, at every moment. */
  readonly readers?: { readonly tables?: readonly string[]; readonly tabs?: readonly string[] };
  /** The job's lease is in the spreadsheet, because it is given no warehouse. */
  readonly hasNoWarehouse?: boolean;
}
