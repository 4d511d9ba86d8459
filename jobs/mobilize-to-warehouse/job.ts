import type { Mobilize } from '@movement-etl/lib/connectors/mobilize';
import { ConfigError, PermanentError } from '@movement-etl/lib/errors';
import type { JobRun, Step } from '@movement-etl/lib/job';
import { RejectedRows, Table } from '@movement-etl/lib/table';
import {
  type LoadResult,
  type Session,
  storeRejectedRows,
  type Warehouse,
} from '@movement-etl/lib/warehouse';
import { ENTITIES, type Entity, type EntityName, type EntityRow } from './entities.ts';
import { JOB, Watermark } from './watermark.ts';

export interface Resources {
  readonly mobilize: Mobilize;
  readonly warehouse: Warehouse;
  /** Names of migrations that the warehouse lacks; before the first of them there is no state to read. */
  readonly pendingMigrations: () => Promise<readonly string[]>;
}

export interface Options {
  readonly mobilizeOrganizationIds: readonly number[];
  readonly entities: readonly EntityName[];
  readonly fullRefresh: boolean;
  /** Changes since then are read, whatever was read before; undefined: since the last run. */
  readonly since?: Date | undefined;
  readonly allowEmpty: boolean;
  readonly overlapMinutes: number;
}

/**
 * Brings Mobilize's lists into the warehouse, each in one transaction: staged, deduplicated by key, merged, its watermark
 * moved and the run's row written, or nothing of it.
 */
export async function mobilizeToWarehouse(
  resources: Resources,
  options: Options,
  run: JobRun,
): Promise<void> {
  if (options.fullRefresh && run.limit !== undefined && !run.dryRun) {
    throw new ConfigError(
      '--full-refresh with --limit would replace whole tables by a part of them: leave one of the two out',
    );
  }
  if (options.fullRefresh && options.since !== undefined) {
    throw new ConfigError('--full-refresh reads everything and --since a part: leave one of the two out');
  }
  for (const name of options.entities) {
    run.signal.throwIfAborted();
    await run.step(name, (step) => loadEntity(ENTITIES[name], resources, options, run, step));
  }
}

async function loadEntity(
  entity: Entity,
  { mobilize, warehouse, pendingMigrations }: Resources,
  options: Options,
  run: JobRun,
  step: Step,
): Promise<void> {
  const startsOver = options.fullRefresh || (run.dryRun && (await pendingMigrations()).length > 0);
  const watermark = startsOver ? new Watermark(entity) : await Watermark.read(warehouse, entity, options);
  const everything = readEntity(entity, mobilize, options, watermark);
  const limited = (run.limit === undefined ? everything : everything.head(run.limit)).tap((rows) =>
    step.advance(rows.length),
  );
  // Mobilize may withhold the id of a row; nothing could tell next time whether it is there already.
  let withheld = 0;
  const rows = limited.selectRows((row) => {
    const isKnown = entity.key.every((column) => row[column] !== null);
    if (!isKnown) withheld += 1;
    return isKnown;
  });

  if (run.dryRun) {
    const written = await rows.numRows();
    run.counts.add({ read: written + withheld, written, skipped: withheld });
    run.print(`${entity.name}: ${written} rows would be ${options.fullRefresh ? 'the new table' : 'merged'}`);
    return;
  }

  const mayBeEmpty = options.allowEmpty || (await isEmpty(warehouse, entity));
  const before = run.counts.snapshot();
  const rejected = new RejectedRows();
  const origin = { runId: run.runId, job: JOB, target: `mobilize.${entity.name}` };
  try {
    await warehouse.transaction(async (tx) => {
      const loaded = await load(tx, rows, entity, { fullRefresh: options.fullRefresh, mayBeEmpty, rejected });
      await storeRejectedRows(tx, origin, rejected.rows);
      // A limited run has not seen every change, so the next one must look at the same ones again.
      if (run.limit === undefined) await watermark.store(tx, run.runId);
      run.counts.add({ ...loaded, read: loaded.read + withheld, skipped: withheld });
      run.counts.assertBalanced();
      await run.checkpoint(tx);
    });
  } catch (error) {
    // Nothing of this list was stored, so it is not in the accounts either.
    run.counts.set(before);
    // The rollback took the reasons along, and they are what people look for after too many rejections.
    await storeRejectedRows(warehouse, origin, rejected.rows).catch((err: unknown) =>
      run.logger.warn({ err }, 'the reasons of rejected records could not be stored'),
    );
    throw error;
  }
}

/** The list of every organization, one after the other; the watermark sees each row. */
function readEntity(
  entity: Entity,
  mobilize: Mobilize,
  { mobilizeOrganizationIds }: Options,
  watermark: Watermark,
): Table<EntityRow> {
  const askedFor = entity.isShared ? mobilizeOrganizationIds.slice(0, 1) : mobilizeOrganizationIds;
  const [first = Table.fromRows<EntityRow>([]), ...others] = askedFor.map((organizationId) =>
    entity
      .read(mobilize, { organizationId, updatedSince: watermark.updatedSince(organizationId) })
      .tap((rows) => watermark.see(organizationId, rows)),
  );
  return first.concat(...others);
}

async function load(
  tx: Session,
  rows: Table<EntityRow>,
  { name, key, changedColumn }: Entity,
  {
    fullRefresh,
    mayBeEmpty,
    rejected,
  }: { fullRefresh: boolean; mayBeEmpty: boolean; rejected: RejectedRows },
): Promise<LoadResult> {
  const table = `mobilize.${name}`;
  if (!fullRefresh) return tx.upsert(rows, table, { key, newest: changedColumn, rejected });

  const loaded = await tx.replace(rows, table, { key, newest: changedColumn, rejected });
  if (loaded.written === 0 && !mayBeEmpty) {
    throw new PermanentError(
      `Mobilize returned no ${name}, so ${table} was left as it was. If it is really empty now, run again with --allow-empty.`,
    );
  }
  return loaded;
}

/** Asked outside of the load's transaction, which must not begin long before its rows are there. */
async function isEmpty(warehouse: Warehouse, { name }: Entity): Promise<boolean> {
  const { rowCount } = await warehouse.execute(`SELECT 1 FROM mobilize.${name} LIMIT 1`);
  return rowCount === 0;
}
