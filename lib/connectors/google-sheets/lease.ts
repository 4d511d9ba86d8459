import { createHash } from 'node:crypto';
import { z } from 'zod';
import { PermanentError, TransientError } from '../../errors/index.ts';
import type { Lease, LeaseAnswer, LeaseClaim, LeaseStore } from '../../lease/index.ts';
import { deleteMetadata } from './mark.ts';
import type { Spreadsheet } from './schema.ts';
import type { SheetsApi } from './sheets-api.ts';

const leaseValue = z.object({
  runId: z.string(),
  fence: z.int(),
  since: z.iso.datetime(),
  renewedAt: z.iso.datetime(),
  /** By the holder's own promise. */
  ttlSeconds: z.number(),
  isReleased: z.boolean().default(false),
});
type LeaseValue = z.infer<typeof leaseValue>;

interface LeaseEntry extends LeaseValue {
  readonly metadataId: number;
}

export interface SheetsLeaseOptions {
  readonly spreadsheetId: string;
  /** What the lease is for: runs with the same name exclude each other. For example the worksheet's title. */
  readonly name: string;
}

/**
 * A lease kept in the spreadsheet's developer metadata, for jobs without a warehouse.
 *
 * Two claimants at one moment: the id of an entry follows from the name and the fencing number, and Google gives an id only once, so one
 * of the two is refused. Should it ever give it twice, each looks again after writing, and whoever sees another live entry withdraws
 * its own: at worst both give way. What it cannot do: a holder that sleeps past its time and wakes up within a request is not
 * stopped by Google, as a database would stop it; see README.md, "lease". Times are the holders' clocks, which must agree
 * to within a few seconds.
 *
 * Requests leave at once, past the throttle and also after the stop signal, so that a stopped job can give its lease back.
 */
export function createSheetsLease(api: SheetsApi, { spreadsheetId, name }: SheetsLeaseOptions): LeaseStore {
  const key = `movement-etl.lease.${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  const batch = { isUrgent: true };

  const readEntries = async () => entriesOf(await api.spreadsheet(spreadsheetId, batch), key);

  async function acquire(claim: LeaseClaim): Promise<LeaseAnswer> {
    const entries = await readEntries();
    const holder = entries.find((entry) => isLive(entry, claim));
    if (holder !== undefined) return { heldBy: toHolder(holder) };

    const fence = Math.max(0, ...entries.map((entry) => entry.fence)) + 1;
    const metadataId = metadataIdOf(key, fence);
    const entry = { runId: claim.runId, fence, ...timesOf(claim.now), ttlSeconds: claim.ttlSeconds };
    const isThere = async () =>
      (await readEntries()).some((found) => found.fence === fence && found.runId === claim.runId);
    try {
      await api.batchUpdate(
        spreadsheetId,
        [...entries.map((old) => deleteMetadata(old.metadataId)), createEntry(key, metadataId, entry)],
        { ...batch, landed: isThere },
      );
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      return giveWay(error);
    }
    const after = await readEntries();
    const rival = after.find((found) => isLive(found, claim));
    const isOurs = after.some((found) => isOf(found, entry));
    if (rival === undefined && isOurs) return { fence };
    if (isOurs) await api.batchUpdate(spreadsheetId, [deleteMetadata(metadataId)], batch);
    if (rival !== undefined) return { heldBy: toHolder(rival) };
    throw new TransientError('the lease that was just taken is gone from the spreadsheet', {
      facts: { source: 'google' },
    });

    /** The entry could not be made: somebody else's was there first. */
    async function giveWay(cause: PermanentError): Promise<LeaseAnswer> {
      const winner = (await readEntries()).find((found) => isLive(found, claim));
      if (winner === undefined) throw cause;
      return { heldBy: toHolder(winner) };
    }
  }

  async function update(lease: Lease, change: Partial<LeaseValue>): Promise<boolean> {
    const entry = (await readEntries()).find((found) => isOf(found, lease));
    if (entry === undefined || entry.isReleased) return false;
    const { metadataId, ...value } = entry;
    const { replies } = await api.batchUpdate(
      spreadsheetId,
      [
        {
          updateDeveloperMetadata: {
            dataFilters: [{ developerMetadataLookup: { metadataId } }],
            developerMetadata: { metadataValue: JSON.stringify({ ...value, ...change }) },
            fields: 'metadataValue',
          },
        },
      ],
      batch,
    );
    return (replies[0]?.updateDeveloperMetadata?.developerMetadata.length ?? 0) > 0;
  }

  return {
    acquire,
    renew: (lease, { now, ttlSeconds }) => update(lease, { renewedAt: now.toISOString(), ttlSeconds }),
    release: async (lease) => {
      await update(lease, { isReleased: true });
    },
    assertHeld: async (lease) => {
      const isHeld = (await readEntries()).some((entry) => isOf(entry, lease) && !entry.isReleased);
      if (isHeld) return;
      throw new TransientError('another run has taken over the lease of this spreadsheet; this one stops', {
        facts: { source: 'google', fence: lease.fence },
      });
    },
  };
}

function entriesOf({ metadata }: Spreadsheet, key: string): LeaseEntry[] {
  return metadata.flatMap(({ metadataId, metadataKey, metadataValue }) => {
    if (metadataKey !== key) return [];
    const value = leaseValue.safeParse(parseJson(metadataValue));
    return value.success ? [{ metadataId, ...value.data }] : [];
  });
}

function createEntry(key: string, metadataId: number, entry: Omit<LeaseValue, 'isReleased'>) {
  return {
    createDeveloperMetadata: {
      developerMetadata: {
        metadataId,
        metadataKey: key,
        metadataValue: JSON.stringify(entry),
        location: { spreadsheet: true },
        visibility: 'DOCUMENT',
      },
    },
  };
}

/** Positive, below 2^31, and the same for everyone who claims this fencing number. */
function metadataIdOf(key: string, fence: number): number {
  const hash = createHash('sha256').update(`${key}/${fence}`).digest();
  return 1 + (hash.readUInt32BE(0) % (2 ** 31 - 2));
}

function isLive({ renewedAt, ttlSeconds, isReleased, runId }: LeaseEntry, claim: LeaseClaim): boolean {
  if (isReleased || runId === claim.runId) return false;
  return Date.parse(renewedAt) + ttlSeconds * 1000 > claim.now.getTime();
}

function isOf(entry: LeaseEntry, { runId, fence }: Lease): boolean {
  return entry.runId === runId && entry.fence === fence;
}

function timesOf(now: Date): { since: string; renewedAt: string } {
  return { since: now.toISOString(), renewedAt: now.toISOString() };
}

function toHolder({ runId, since, renewedAt }: LeaseEntry) {
  return { runId, since: new Date(since), renewedAt: new Date(renewedAt) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
