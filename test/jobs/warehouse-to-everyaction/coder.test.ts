import type { EveryAction } from '@movement-etl/lib/connectors/everyaction';
import { type Answer, type Attempted, type Result, resultOfError } from '@movement-etl/lib/delivery';
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

type Logged = Attempted & Result;

/** A coder whose API does as told, whose warehouse is empty, and whose log can be looked at. */
function createCoder(
  api: Partial<EveryAction>,
  { dryRun = false, limit, ...options }: Partial<CoderOptions> & { dryRun?: boolean; limit?: number } = {},
) {
  const counts = new RunCounts();
  const lines: string[] = [];
  const logged: Logged[] = [];
  const execute = async () => ({ rows: [], columns: [], rowCount: 0 });
  const end = (attempted: Attempted, { ownColumns, ...result }: Result & Pick<Answer, 'ownColumns'>) => {
    const entry = { ...attempted, ...result, ownColumns: { ...attempted.ownColumns, ...ownColumns } };
    logged.push(entry);
    return entry;
  };
  const coder = new Coder(
    {
      // Only what a test gives is called.
      warehouse: { execute } as unknown as CoderOptions['warehouse'],
      everyAction: api as EveryAction,
      log: {
        call: async (attempted, { send }) =>
          await send().then(
            (answer) => end(attempted, { outcome: 'synced', errors: null, ...answer }),
            (error) => end(attempted, resultOfError(error)),
          ),
        skip: async (attempted, errors) =>
          void end(attempted, { outcome: 'skipped', errors, httpStatus: null }),
      },
      codes: [SOURCE_CODE],
      findOrCreate: false,
      retryFailed: false,
      ...options,
    },
    { counts, dryRun, limit, print: (line) => void lines.push(line) },
  );
  return { coder, counts, lines, logged };
}

const works = { applyCode: async () => {}, applyActivistCode: async () => {} };

describe('the outcome of a person', () => {
  it.each([
    ['failed', new PermanentError('no', { facts: { httpStatus: 404 } }), 404],
    ['retry', new TransientError('later'), null],
  ])('is %s by the class of the error, and balanced', async (outcome, error, httpStatus) => {
    const { coder, counts, logged } = createCoder({ applyCode: () => Promise.reject(error) });

    await coder.code(person({ vanid: 1 }));

    expect(logged).toMatchObject([
      { ownColumns: { vanid: 1, source_code_id: 5 }, outcome, httpStatus, errors: error.message, attempt: 1 },
    ]);
    expect(counts.snapshot()).toMatchObject({ read: 1, failed: 1 });
    expect(() => counts.assertBalanced()).not.toThrow();
  });

  it('is nothing when the key is wrong: that ends the run', async () => {
    const { coder } = createCoder({ applyCode: () => Promise.reject(new ConfigError('key')) });

    await expect(coder.code(person({ vanid: 1 }))).rejects.toThrow(ConfigError);
  });

  it('is failed when one of two codes could not be given, and the log has both', async () => {
    const { coder, counts, logged } = createCoder(
      { ...works, applyCode: () => Promise.reject(new PermanentError('no')) },
      { codes: [SOURCE_CODE, ACTIVIST_CODE] },
    );

    await coder.code(person({ vanid: 1 }));

    expect(logged).toMatchObject([
      { ownColumns: { source_code_id: 5, activist_code_id: null }, outcome: 'failed' },
      { ownColumns: { source_code_id: null, activist_code_id: 7 }, outcome: 'synced' },
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
    const { coder, counts, logged } = createCoder({}, { findOrCreate: true });
    const lookUp = { vanid: null, outcome: 'skipped', payloadHash: 'hash', attempt: 1 };

    await coder.code({ ...unknown, email: null });
    await coder.code({ ...unknown, email: null, lookUp });

    expect(logged).toMatchObject([
      { outcome: 'skipped', ownColumns: { vanid: null, source_code_id: null }, payloadHash: 'hash' },
    ]);
    expect(counts.snapshot()).toMatchObject({ read: 2, skipped: 2 });
  });

  it('is looked up again by the next run when the answer was lost', async () => {
    const { coder, logged } = createCoder(
      { ...works, findOrCreatePerson: async () => ({ vanId: 1, isNew: true }) },
      { findOrCreate: true },
    );
    const lookUp = { vanid: null, outcome: 'retry', payloadHash: 'hash', attempt: 1 };

    await coder.code({ ...unknown, lookUp });

    expect(logged).toMatchObject([
      { ownColumns: { vanid: 1, source_code_id: null }, attempt: 2, httpStatus: 201 },
      { ownColumns: { vanid: 1, source_code_id: 5 }, outcome: 'synced' },
    ]);
  });

  it('keeps nothing of the person in the log but a hash', async () => {
    const { coder, logged } = createCoder(
      { findOrCreatePerson: () => Promise.reject(new PermanentError('refused')) },
      { findOrCreate: true },
    );

    await coder.code({ ...unknown, first_name: 'Canary', phone: '5125550101' });

    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toMatch(/ana@|Canary|5125550101/);
  });
});

describe('a limit', () => {
  it('counts the people who get something, not those who are left alone', async () => {
    const { coder, counts, logged } = createCoder(works, { limit: 2 });
    const done = dueGifts(1, [SOURCE_CODE], new Map(), false).map(({ key, payloadHash }) => {
      return [key, { vanid: 1, outcome: 'synced', payloadHash, attempt: 1 }] as const;
    });

    await coder.code(person({ vanid: 1, gifts: new Map(done) }));
    for (const vanid of [2, 3, 4]) await coder.code(person({ vanid }));

    expect(logged.map(({ ownColumns }) => ownColumns.vanid)).toEqual([2, 3]);
    expect(coder.isLimitReached).toBe(true);
    expect(counts.snapshot()).toMatchObject({ read: 3, written: 2, skipped: 1 });
  });
});
