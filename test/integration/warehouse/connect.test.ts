import { ConfigError, TransientError } from '@movement-etl/lib/errors';
import { connectWarehouse } from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWarehousePool, type WarehousePool } from './warehouse-pool.ts';

describe('connectWarehouse', () => {
  let pool: WarehousePool;

  beforeAll(async () => {
    pool = await createWarehousePool();
  });
  afterAll(() => pool.drop());

  function urlWith(change: (url: URL) => void): string {
    const url = new URL(pool.url);
    change(url);
    return url.href;
  }

  const failureOf = async (databaseUrl: string) =>
    connectWarehouse({ databaseUrl }).then(
      () => undefined,
      (error: Error) => error,
    );

  it('connects with the parts as with the URL', async () => {
    const { hostname, port, username, password, pathname } = new URL(pool.url);

    const warehouse = await connectWarehouse({
      databaseHost: hostname,
      databasePort: Number(port),
      databaseName: pathname.slice(1),
      databaseUser: username,
      databasePassword: password,
      databaseSslMode: 'disable',
    });

    const { rows } = await warehouse.execute("SELECT current_setting('TimeZone') AS zone");
    await warehouse.close();
    expect(rows).toEqual([{ zone: 'UTC' }]);
  });

  it('goes on without encryption where it is only preferred and the server has none', async () => {
    const warehouse = await connectWarehouse({
      databaseUrl: urlWith((url) => url.searchParams.set('sslmode', 'prefer')),
    });

    const { rows } = await warehouse.execute('SELECT 1 AS one');
    await warehouse.close();
    expect(rows).toEqual([{ one: 1 }]);
  });

  it.each([
    [
      'a wrong password',
      (url: URL) => {
        url.password = 'pa55-canary';
      },
      'refused the user or the password: check DATABASE_URL',
    ],
    [
      'a database that is not there',
      (url: URL) => {
        url.pathname = '/nowhere';
      },
      'no database nowhere: check DATABASE_URL',
    ],
    [
      'a host that is not known',
      (url: URL) => {
        url.hostname = 'nowhere.invalid';
      },
      'nowhere.invalid is not known: check DATABASE_URL',
    ],
    [
      'encryption that the server has not',
      (url: URL) => {
        url.searchParams.set('sslmode', 'verify-full');
      },
      'set sslmode in DATABASE_URL to disable',
    ],
  ])('says what to check after %s, without the password', async (_what, change, message) => {
    const failure = await failureOf(urlWith(change));

    expect(failure).toBeInstanceOf(ConfigError);
    expect(failure?.message).toContain(message);
    expect(failure?.message).not.toContain('canary');
  });

  it('says that a retry may help when nobody answers', async () => {
    const failure = await failureOf(
      urlWith((url) => {
        url.port = '1';
      }),
    );

    expect(failure).toBeInstanceOf(TransientError);
    expect(failure?.message).toContain('cannot be reached at');
  });

  it('does not connect once the signal is aborted', async () => {
    const attempt = connectWarehouse(
      { databaseUrl: pool.url },
      { signal: AbortSignal.abort(new Error('stop')) },
    );

    await expect(attempt).rejects.toThrow('stop');
  });

  it('names a privilege that the user lacks, as something to set up', async () => {
    const admin = await pool.connect();
    await admin.execute("CREATE ROLE nobody_special LOGIN PASSWORD 'x'").catch(() => undefined);
    const databaseUrl = urlWith((url) => {
      url.username = 'nobody_special';
      url.password = 'x';
    });
    const warehouse = await connectWarehouse({ databaseUrl });

    const attempt = warehouse.execute('SELECT * FROM etl.job_runs');

    await expect(attempt).rejects.toThrow(/permission denied/);
    await expect(attempt).rejects.toBeInstanceOf(ConfigError);
    await warehouse.close();
  });
});
