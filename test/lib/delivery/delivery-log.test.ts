import { type Attempted, DeliveryLog, type LogTransaction } from '@movement-etl/lib/delivery';
import { ConfigError, PermanentError, TransientError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';

const attempted: Attempted = {
  key: 'thing 7',
  ownColumns: { thing_id: 7, there_id: null },
  payloadHash: 'hash',
  attempt: 1,
};

/** A log in memory: the statements of each transaction, shortened to what they do. */
async function openLog({ leftOver = [] as readonly string[], maxFailedShare = 1 } = {}) {
  const did: string[][] = [];
  const logged: Record<string, unknown>[] = [];
  const log = await DeliveryLog.open({
    warehouse: {
      execute: async () => ({ rows: leftOver.map((row_key) => ({ row_key })) }),
      transaction: async (work) => {
        const statements: string[] = [];
        const tx: LogTransaction = {
          execute: async (sql, values = []) => {
            statements.push(nameOf(sql));
            if (sql.startsWith('INSERT INTO log')) logged.push(rowOf(sql, values));
            return { rowCount: 1 };
          },
        };
        const result = await work(tx);
        did.push(statements);
        return result;
      },
    },
    run: {
      runId: 'run-1',
      checkpoint: async (tx) => void (await tx.execute('checkpoint')),
    },
    system: 'Some System',
    log: 'log',
    maxFailedShare,
  });
  return { log, did, logged };
}

function nameOf(sql: string): string {
  if (sql.startsWith('INSERT INTO etl.outbox')) return 'enter outbox';
  if (sql.startsWith('DELETE FROM etl.outbox')) return 'leave outbox';
  return sql.startsWith('INSERT INTO log') ? 'log' : sql;
}

function rowOf(sql: string, values: readonly unknown[]): Record<string, unknown> {
  const names = /\((.*?)\)/.exec(sql)?.[1]?.split(', ') ?? [];
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

describe('a call', () => {
  it('is in the outbox before it is made, and leaves it together with what is logged', async () => {
    const { log, did, logged } = await openLog();

    const result = await log.call(attempted, {
      send: async () => {
        did.push(['send']);
        return { httpStatus: 200, note: 'kept something', ownColumns: { there_id: 'x' } };
      },
    });

    expect(did).toEqual([['enter outbox', 'checkpoint'], ['send'], ['leave outbox', 'log', 'checkpoint']]);
    expect(logged).toMatchObject([
      {
        thing_id: 7,
        there_id: 'x',
        synced: true,
        outcome: 'synced',
        http_status: 200,
        errors: 'kept something',
        payload_hash: 'hash',
        attempt: 1,
        run_id: 'run-1',
      },
    ]);
    expect(result).toMatchObject({ outcome: 'synced', ownColumns: { there_id: 'x' } });
  });

  it.each([
    ['refused', new PermanentError('no', { facts: { httpStatus: 400 } }), 'failed'],
    ['refused for being one too many', new TransientError('later', { facts: { httpStatus: 429 } }), 'retry'],
  ])('that is %s is known not to have taken effect', async (_how, error, outcome) => {
    const { log, did, logged } = await openLog();

    await log.call(attempted, { send: () => Promise.reject(error) });

    expect(did.at(-1)).toEqual(['leave outbox', 'log', 'checkpoint']);
    expect(logged).toMatchObject([{ outcome, synced: false, there_id: null }]);
  });

  it('whose answer is lost is logged, and stays in the outbox', async () => {
    const { log, did, logged } = await openLog();

    await log.call(attempted, { send: () => Promise.reject(new TransientError('no answer')) });

    expect(did.at(-1)).toEqual(['log', 'checkpoint']);
    expect(logged).toMatchObject([{ outcome: 'retry', errors: 'no answer' }]);
  });

  it('that fails for a reason that is not its own is not logged', async () => {
    const { log, logged } = await openLog();

    await expect(
      log.call(attempted, { send: () => Promise.reject(new ConfigError('wrong key')) }),
    ).rejects.toThrow('wrong key');
    expect(logged).toEqual([]);
  });
});

describe('a call that a killed run left in the outbox', () => {
  const send = async () => ({ httpStatus: 201 });

  it('is not made again where it took effect', async () => {
    const { log, did, logged } = await openLog({ leftOver: ['thing 7'] });

    await log.call(attempted, {
      send: () => Promise.reject(new Error('sent')),
      findEffect: async () => ({ httpStatus: 200, ownColumns: { there_id: 'x' } }),
    });

    expect(did).toEqual([['leave outbox', 'log', 'checkpoint']]);
    expect(logged).toMatchObject([{ outcome: 'synced', there_id: 'x' }]);
  });

  it('is made where it did not', async () => {
    const { log, logged } = await openLog({ leftOver: ['thing 7'] });

    await log.call(attempted, { send, findEffect: async () => undefined });

    expect(logged).toMatchObject([{ outcome: 'synced', http_status: 201 }]);
  });

  it('is looked up again by the next run where it cannot be found out', async () => {
    const { log, did, logged } = await openLog({ leftOver: ['thing 7'] });

    await log.call(attempted, { send, findEffect: () => Promise.reject(new TransientError('busy')) });

    expect(did).toEqual([['log', 'checkpoint']]);
    expect(logged).toMatchObject([{ outcome: 'retry', errors: 'busy' }]);
  });

  it('says nothing of others', async () => {
    const { log } = await openLog({ leftOver: ['thing 8'] });
    let looked = 0;

    await log.call(attempted, {
      send,
      findEffect: async () => {
        looked += 1;
        return undefined;
      },
    });

    expect(looked).toBe(0);
  });
});

it('logs what cannot be sent with its reason, and it counts as no call', async () => {
  const { log, logged } = await openLog({ maxFailedShare: 0 });

  for (let number = 0; number < 60; number++) await log.skip(attempted, 'no address');

  expect(logged[0]).toMatchObject({ outcome: 'skipped', errors: 'no address', http_status: null });
});

it('ends when too large a share of the calls fails, with all of them logged', async () => {
  const { log, logged } = await openLog({ maxFailedShare: 0.2 });
  const refused = () => log.call(attempted, { send: () => Promise.reject(new PermanentError('no')) });

  for (let number = 1; number < 50; number++) await refused();

  await expect(refused()).rejects.toThrow('--max-failed-share');
  expect(logged).toHaveLength(50);
});
