import type { Session } from '@movement-etl/lib/warehouse';
import { describe, expect, it } from 'vitest';
import { ENTITIES } from '../../../jobs/mobilize-to-warehouse/entities.ts';
import { Watermark } from '../../../jobs/mobilize-to-warehouse/watermark.ts';

const entity = ENTITIES.attendances;
const at = (time: string) => ({ modified_date: new Date(time) });

/** A warehouse of which only etl.job_state is used. */
function createState(stored: Record<string, string> = {}) {
  const values = new Map(Object.entries(stored));
  const session = {
    execute: async (sql: string, [, name = '', value = '']: readonly string[]) => {
      if (sql.startsWith('SELECT')) {
        const found = values.get(name);
        return { rows: found === undefined ? [] : [{ value: found }], rowCount: 1 };
      }
      const isThere = values.has(name);
      if (sql.startsWith('INSERT') || isThere) values.set(name, value);
      return { rows: [], rowCount: Number(isThere) };
    },
  };
  return { values, session: session as unknown as Session }; // The methods that are not there are not called.
}

const read = (session: Session, overlapMinutes = 60) =>
  Watermark.read(session, entity, { mobilizeOrganizationIds: [1, 2], overlapMinutes });

describe('the watermark of a list', () => {
  it('starts at the beginning', async () => {
    const watermark = await read(createState().session);

    expect(watermark.updatedSince(1)).toBeUndefined();
  });

  it('is the newest change of each organization, less the overlap', async () => {
    const { session } = createState();
    const watermark = await read(session);
    watermark.see(1, [at('2024-01-02T00:00:00Z'), at('2024-01-01T00:00:00Z')]);
    watermark.see(1, [at('2024-01-01T12:00:00Z')]);
    watermark.see(2, [at('2023-01-01T00:00:00Z')]);
    await watermark.store(session, 'run');

    const next = await read(session, 60);

    expect(next.updatedSince(1)).toEqual(new Date('2024-01-01T23:00:00Z'));
    expect(next.updatedSince(2)).toEqual(new Date('2022-12-31T23:00:00Z'));
  });

  it('never moves back, and stays where nothing was seen', async () => {
    const stored = { 'attendances.updated_since.1': '2024-01-02T00:00:00.000Z' };
    const { session, values } = createState(stored);
    const watermark = await read(session);
    watermark.see(1, [at('2023-05-05T00:00:00Z'), { modified_date: null }]);
    watermark.see(2, []);

    await watermark.store(session, 'run');

    expect(Object.fromEntries(values)).toEqual(stored);
  });
});
