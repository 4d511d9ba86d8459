import type { EveryAction } from '@movement-etl/lib/connectors/everyaction';
import { ConfigError, PermanentError, TransientError } from '@movement-etl/lib/errors';
import { RunCounts } from '@movement-etl/lib/job';
import { describe, expect, it } from 'vitest';
import { giftKey, type KnownAttempt } from '../../../jobs/warehouse-to-everyaction/attempt-log.ts';
import { Coder, type CoderOptions } from '../../../jobs/warehouse-to-everyaction/coder.ts';
import { dueGifts } from '../../../jobs/warehouse-to-everyaction/give-codes.ts';
import type { PersonWithHistory } from '../../../jobs/warehouse-to-everyaction/people-with-history.ts';

const SOURCE_CODE = { kind: 'source code', id: 5, name: 'Mobilize' } as const;
const ACTIVIST_CODE = { kind: 'activist code', id: 7, name: null } as const;

function person(more: Partial<PersonWithHistory>): PersonWithHistory {
  return {
    person_key: String(more.vanid ?? ''),
    vanid: null,
    occurrences: 1,
    first_name: null,
    last_name: null,
    email: null,
    phone: null,
    zip: null,
    lookUp: undefined,
    gifts: new Map(),
    ...more,
  };
}

/** A coder whose API does as told and whose warehouse has an empty log. */
function createCoder(api: Partial<EveryAction>, options: Partial<CoderOptions> & { dryRun?: boolean } = {}) {
  const counts = new RunCounts();
  const lines: string[] = [];
  const execute = async () => ({ rows: [], columns: [], rowCount: 0 });
  const coder = new Coder(
    {
      // Only what a test gives is called.
      warehouse: { execute } as unknown as CoderOptions['warehouse'],
      everyAction: api as EveryAction,
      codes: [SOURCE_CODE],
      findOrCreate: false,
      retryFailed: false,
      ...options,
    },
    { counts, dryRun: options.dryRun ?? false, print: (line) => void lines.push(line) },
  );
  return { coder, counts, lines };
}

const works = { applyCode: async () => {}, applyActivistCode: async () => {} };

describe('the outcome of a person', () => {
  it.each([
    ['failed', new PermanentError('no', { facts: { httpStatus: 404 } }), 404],
    ['retry', new TransientError('later'), null],
  ])('is %s by the class of the error, and balanced', async (outcome, error, httpStatus) => {
    const { coder, counts } = createCoder({ applyCode: () => Promise.reject(error) });

    const attempts = await coder.code(person({ vanid: 1 }));

    expect(attempts).toMatchObject([{ vanid: 1, outcome, httpStatus, errors: error.message, attempt: 1 }]);
    expect(counts.snapshot()).toMatchObject({ read: 1, failed: 1 });
    expect(() => counts.assertBalanced()).not.toThrow();
  });

  it('is nothing when the key is wrong: that ends the run', async () => {
    const { coder } = createCoder({ applyCode: () => Promise.reject(new ConfigError('key')) });

    await expect(coder.code(person({ vanid: 1 }))).rejects.toThrow(ConfigError);
  });

  it('is failed when one of two codes could not be given, and the log has both', async () => {
    const { coder, counts } = createCoder(
      { ...works, applyCode: () => Promise.reject(new PermanentError('no')) },
      { codes: [SOURCE_CODE, ACTIVIST_CODE] },
    );

    const attempts = await coder.code(person({ vanid: 1 }));

    expect(attempts.map(({ code, outcome }) => [code?.id, outcome])).toEqual([
      [5, 'failed'],
      [7, 'synced'],
    ]);
    expect(counts.snapshot()).toMatchObject({ read: 1, written: 0, failed: 1 });
  });
});

describe('what is due', () => {
  const known = (outcome: string): ReadonlyMap<string, KnownAttempt> => {
    const [gift] = dueGifts(1, [SOURCE_CODE], new Map(), false);
    const payloadHash = gift?.payloadHash ?? '';
    return new Map([[giftKey(1, SOURCE_CODE), { vanid: 1, outcome, payloadHash, attempt: 2 }]]);
  };

  it.each([
    ['synced', false, []],
    ['synced', true, []],
    ['failed', false, []],
    ['failed', true, [3]],
    ['retry', false, [3]],
  ])('after %s (retryFailed %s) are the attempts %j', (outcome, retryFailed, attempts) => {
    const gifts = dueGifts(1, [SOURCE_CODE], known(outcome), retryFailed);

    expect(gifts.map(({ attempt }) => attempt)).toEqual(attempts);
  });

  it('is a code that only another person has', () => {
    expect(dueGifts(2, [SOURCE_CODE], known('synced'), false)).toHaveLength(1);
  });

  it('is an activist code with the number of a source code that the person has', () => {
    expect(dueGifts(1, [{ ...ACTIVIST_CODE, id: 5 }], known('synced'), false)).toHaveLength(1);
  });
});

describe('somebody without a vanid', () => {
  const unknown = person({ person_key: 'hash', email: 'ana@example.org' });

  it('is given nothing when two rows turn out to be one person', async () => {
    const given: number[] = [];
    const { coder, counts } = createCoder(
      {
        findOrCreatePerson: async () => ({ vanId: 1, isNew: false }),
        applyCode: async ({ vanId }) => void given.push(vanId),
      },
      { findOrCreate: true },
    );

    await Promise.all([coder.code(person({ vanid: 1 })), coder.code(unknown)]);

    expect(given).toEqual([1]);
    expect(counts.snapshot()).toMatchObject({ read: 2, written: 1, duplicates: 1 });
    expect(coder.tally).toMatchObject({ found: 1, created: 0 });
  });

  it('waits for changed data when too little is known, and nothing is sent', async () => {
    const { coder, counts } = createCoder({}, { findOrCreate: true });
    const lookUp = { vanid: null, outcome: 'skipped', payloadHash: 'hash', attempt: 1 };

    const first = await coder.code({ ...unknown, email: null });
    const second = await coder.code({ ...unknown, email: null, lookUp });

    expect(first).toMatchObject([{ outcome: 'skipped', vanid: null, code: undefined, payloadHash: 'hash' }]);
    expect(second).toEqual([]);
    expect(counts.snapshot()).toMatchObject({ read: 2, skipped: 2 });
  });

  it('is looked up again by the next run when the answer was lost', async () => {
    const { coder } = createCoder(
      { ...works, findOrCreatePerson: async () => ({ vanId: 1, isNew: true }) },
      { findOrCreate: true },
    );
    const lookUp = { vanid: null, outcome: 'retry', payloadHash: 'hash', attempt: 1 };

    const attempts = await coder.code({ ...unknown, lookUp });

    expect(attempts).toMatchObject([
      { vanid: 1, code: undefined, attempt: 2, httpStatus: 201 },
      { vanid: 1, code: { id: 5 }, outcome: 'synced' },
    ]);
  });

  it('keeps nothing of the person in the log but a hash', async () => {
    const { coder } = createCoder(
      { findOrCreatePerson: () => Promise.reject(new PermanentError('refused')) },
      { findOrCreate: true },
    );

    const attempts = await coder.code({ ...unknown, first_name: 'Canary', phone: '5125550101' });

    expect(JSON.stringify(attempts)).not.toMatch(/ana@|Canary|5125550101/);
  });
});
