import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSheetsLease } from '../../../../lib/connectors/google-sheets/lease.ts';
import type { SheetsApi } from '../../../../lib/connectors/google-sheets/sheets-api.ts';
import { TransientError } from '../../../../lib/errors/index.ts';
import { type SimulatedSheet, spreadsheetId, startSimulatedSheet } from './simulated-sheet.ts';

let sheet: SimulatedSheet;
beforeAll(async () => {
  sheet = await startSimulatedSheet();
});
beforeEach(() => sheet.reset());
afterAll(() => sheet.close());

const start = Date.UTC(2026, 0, 5, 7);
const at = (seconds: number) => new Date(start + seconds * 1000);
const claim = (runId: string, seconds = 0) => ({ runId, job: 'test', now: at(seconds), ttlSeconds: 60 });
const store = (name = 'Sheet1') => sheet.connect().lease({ spreadsheetId, name });

describe('the lease in a spreadsheet', () => {
  test('is granted to one and tells the other who has it', async () => {
    expect(await store().acquire(claim('one'))).toEqual({ fence: 1 });

    const answer = await store().acquire(claim('two', 30));

    expect(answer).toEqual({ heldBy: { runId: 'one', since: at(0), renewedAt: at(0) } });
  });

  test('is for one name only', async () => {
    await store('Sheet1').acquire(claim('one'));

    expect(await store('Sheet2').acquire(claim('two'))).toEqual({ fence: 1 });
  });

  test('is free again after its release, with a higher fencing number', async () => {
    const first = store();
    await first.acquire(claim('one'));
    await first.release({ runId: 'one', fence: 1 });

    expect(await store().acquire(claim('two', 1))).toEqual({ fence: 2 });
  });

  test('is taken over from a holder that has not renewed for its time', async () => {
    const dead = store();
    await dead.acquire(claim('one'));

    expect(await store().acquire(claim('two', 61))).toEqual({ fence: 2 });
    expect(await dead.renew({ runId: 'one', fence: 1 }, { now: at(62), ttlSeconds: 60 })).toBe(false);
    await expect(dead.assertHeld({ runId: 'one', fence: 1 })).rejects.toThrow(TransientError);
  });

  test('stays with a holder that renews', async () => {
    const holder = store();
    await holder.acquire(claim('one'));

    expect(await holder.renew({ runId: 'one', fence: 1 }, { now: at(50), ttlSeconds: 60 })).toBe(true);
    expect(await store().acquire(claim('two', 100))).toMatchObject({
      heldBy: { runId: 'one', renewedAt: at(50) },
    });
    await expect(holder.assertHeld({ runId: 'one', fence: 1 })).resolves.toBeUndefined();
  });

  test('is not given back by somebody who lost it', async () => {
    await store().acquire(claim('one'));
    await store().acquire(claim('two', 61));

    await store().release({ runId: 'one', fence: 1 });

    expect(await store().acquire(claim('three', 70))).toMatchObject({ heldBy: { runId: 'two' } });
  });

  test('goes to one at most of many that ask at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => store().acquire(claim(`run-${n}`))),
    );

    expect(answers.filter((answer) => 'fence' in answer)).toHaveLength(1);
  });

  test('is granted although the answer is lost, and only once', async () => {
    let writes = 0;
    const unwatch = sheet.watch(({ method, path }, phase) =>
      method === 'POST' && path.endsWith(':batchUpdate') && phase === 'after' && ++writes === 1
        ? 'drop'
        : undefined,
    );

    const answer = await store().acquire(claim('one'));
    unwatch();

    expect(answer).toEqual({ fence: 1 });
    expect((await sheet.person.spreadsheet(spreadsheetId)).metadata).toHaveLength(1);
  });

  test('can be given back after the stop signal', async () => {
    const stop = new AbortController();
    const lease = sheet.connect({ signal: stop.signal }).lease({ spreadsheetId, name: 'Sheet1' });
    await lease.acquire(claim('one'));
    stop.abort();

    await lease.release({ runId: 'one', fence: 1 });

    expect(await store().acquire(claim('two', 1))).toEqual({ fence: 2 });
  });
});

describe('the lease, should Google give a metadata id twice', () => {
  /** Developer metadata that is only ever added to and deleted from, and keeps what has the same id. */
  function createLenientApi(): SheetsApi {
    let metadata: { metadataId: number; metadataKey: string; metadataValue: string }[] = [];
    const unused = () => Promise.reject(new Error('the lease reads and writes metadata only'));
    return {
      spreadsheet: async () => ({
        spreadsheetId,
        url: '',
        title: '',
        locale: '',
        timeZone: '',
        worksheets: [],
        metadata: [...metadata],
      }),
      batchUpdate: async (_, requests) => {
        for (const { createDeveloperMetadata, deleteDeveloperMetadata } of requests) {
          const {
            metadataId = 0,
            metadataKey = '',
            metadataValue = '',
          } = createDeveloperMetadata?.developerMetadata ?? {};
          const deletedId = deleteDeveloperMetadata?.dataFilter?.developerMetadataLookup?.metadataId;
          metadata = metadata.filter((entry) => entry.metadataId !== deletedId);
          if (createDeveloperMetadata !== undefined) {
            metadata.push({
              metadataId: metadataId ?? 0,
              metadataKey: metadataKey ?? '',
              metadataValue: metadataValue ?? '',
            });
          }
        }
        return { replies: [] };
      },
      values: unused,
      numberFormats: unused,
      valuesOfRanges: unused,
      putValues: unused,
    };
  }

  test('goes to one at most of many that ask at the same moment', async () => {
    const api = createLenientApi();
    const claimants = Array.from({ length: 5 }, (_, n) =>
      createSheetsLease(api, { spreadsheetId, name: 'Sheet1' }).acquire(claim(`run-${n}`)),
    );

    const answers = await Promise.allSettled(claimants);

    const granted = answers.filter((answer) => answer.status === 'fulfilled' && 'fence' in answer.value);
    expect(granted.length).toBeLessThanOrEqual(1);
  });
});
