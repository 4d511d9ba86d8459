import { readState, type Session, writeState } from '@movement-etl/lib/warehouse';
import type { Entity, EntityRow } from './entities.ts';

export const JOB = 'mobilize-to-warehouse';
const MINUTE_MS = 60_000;

export interface WatermarkOptions {
  /** How far before the newest change to read again. Default 0. */
  readonly overlapMinutes?: number;
  /** Read from here on, wherever the last run stopped. */
  readonly since?: Date | undefined;
}

/**
 * How far each organization's list has been read: the newest change date seen. The next run asks for everything since
 * then and a little before, because Mobilize promises neither an order nor that a change shows at once.
 */
export class Watermark {
  readonly #entity: Entity;
  readonly #overlapMs: number;
  readonly #since: Date | undefined;
  readonly #stored = new Map<number, Date>();
  readonly #seen = new Map<number, number>();

  /** One that starts at the beginning. */
  constructor(entity: Entity, { overlapMinutes = 0, since }: WatermarkOptions = {}) {
    this.#entity = entity;
    this.#overlapMs = overlapMinutes * MINUTE_MS;
    this.#since = since;
  }

  /** Where the last run stopped. */
  static async read(
    session: Session,
    entity: Entity,
    options: WatermarkOptions & { readonly mobilizeOrganizationIds: readonly number[] },
  ): Promise<Watermark> {
    const watermark = new Watermark(entity, options);
    for (const organizationId of options.mobilizeOrganizationIds) {
      const stored = await readState(session, JOB, stateName(entity, organizationId));
      if (stored !== undefined) watermark.#stored.set(organizationId, new Date(stored));
    }
    return watermark;
  }

  /** From when on changes are to be read; undefined: from the beginning. */
  updatedSince(organizationId: number): Date | undefined {
    if (this.#since !== undefined) return this.#since;
    const stored = this.#stored.get(organizationId);
    return stored === undefined ? undefined : new Date(stored.getTime() - this.#overlapMs);
  }

  see(organizationId: number, rows: readonly EntityRow[]): void {
    let newest = this.#seen.get(organizationId) ?? 0;
    for (const row of rows) {
      const changed = row[this.#entity.changedColumn];
      if (changed instanceof Date && changed.getTime() > newest) newest = changed.getTime();
    }
    this.#seen.set(organizationId, newest);
  }

  /** Stores what was seen; never moves back, and not over what a later start has left out. */
  async store(session: Session, runId: string): Promise<void> {
    for (const [organizationId, newest] of this.#seen) {
      const storedMs = this.#stored.get(organizationId)?.getTime() ?? 0;
      if (newest <= storedMs || this.#leavesGapAfter(storedMs)) continue;
      await writeState(
        session,
        JOB,
        stateName(this.#entity, organizationId),
        new Date(newest).toISOString(),
        runId,
      );
    }
  }

  #leavesGapAfter(storedMs: number): boolean {
    return this.#since !== undefined && this.#since.getTime() > storedMs;
  }
}

function stateName(entity: Entity, organizationId: number): string {
  return `${entity.name}.updated_since.${organizationId}`;
}
