import { ConfigError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import { readConnectionSettings } from '../../../../lib/warehouse/driver/connection-settings.ts';

const read = (databaseUrl: string) => readConnectionSettings({ databaseUrl });

describe('the settings of a connection', () => {
  it('come from a URL, with percent-encoded parts decoded', () => {
    const settings = read(
      'postgres://us%40er:p%2Fw%25@db.example.org:5439/my%20db?sslmode=require&connect_timeout=3',
    );

    expect(settings).toMatchObject({
      host: 'db.example.org',
      port: 5439,
      user: 'us@er',
      password: 'p/w%',
      database: 'my db',
      sslMode: 'require',
      connectTimeoutMs: 3000,
    });
  });

  it('come from the parts where there is no URL', () => {
    const settings = readConnectionSettings({ databaseHost: 'db', databaseName: 'd', databaseUser: 'u' });

    expect(settings).toMatchObject({ host: 'db', port: 5432, database: 'd', user: 'u', password: undefined });
  });

  it('take redshift:// for a Redshift, with its own port', () => {
    expect(read('redshift://u@h/d')).toMatchObject({ engine: 'redshift', port: 5439 });
    expect(read('postgres://u@h/d')).toMatchObject({ engine: 'postgres', port: 5432 });
  });

  it('prefer the parts of a Redshift to those of a PostgreSQL, and name its variables', () => {
    const parts = { databaseHost: 'pg', databaseName: 'd', databaseUser: 'u', redshiftHost: 'rs' };

    expect(() => readConnectionSettings(parts)).toThrow(
      'REDSHIFT_DB is not set\nREDSHIFT_USERNAME is not set',
    );
    expect(
      readConnectionSettings({
        ...parts,
        redshiftDatabase: 'dev',
        redshiftUser: 'etl',
        redshiftPassword: 'p',
      }),
    ).toMatchObject({
      engine: 'redshift',
      host: 'rs',
      port: 5439,
      database: 'dev',
      user: 'etl',
      password: 'p',
    });
  });

  it.each([
    ['localhost', 'disable'],
    ['127.0.0.1', 'disable'],
    ['[::1]', 'disable'],
    ['postgres', 'disable'],
    ['db.example.org', 'verify-full'],
    ['10.0.0.5', 'prefer'],
  ])('encrypt to %s as %s, unless told', (host, sslMode) => {
    expect(read(`postgres://u@${host}/d`).sslMode).toBe(sslMode);
  });

  it('find a Unix socket', () => {
    expect(read('postgres://u@localhost/d?host=/run/postgresql')).toMatchObject({
      host: '/run/postgresql',
      sslMode: 'disable',
    });
  });

  it.each([
    ['mysql://u:pw-canary@h/d', /is not a URL like postgres:/],
    ['postgres://u:pw-canary@h:notaport/d', /is not a URL like postgres:/],
    ['postgres://u:pw-canary%@h/d', /starts no percent-encoded character/],
    [
      'postgres://u:pw-canary@h/d?sslmode=perhaps',
      /sslmode in DATABASE_URL must be one of disable, prefer, require, verify-full/,
    ],
    ['postgres://u:pw-canary@h/d?pool=3', /a parameter that is not understood: pool/],
    ['postgres://h', /names no database\nDATABASE_URL names no user/],
    ['postgres://u:pw-canary@h/d?connect_timeout=soon', /connect_timeout/],
  ])('refuse %s, without repeating it', (url, message) => {
    const attempt = () => read(url);

    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow(/canary/);
  });

  it('list every part that is missing', () => {
    expect(() => readConnectionSettings({ databaseHost: 'h' })).toThrow(
      'PGDATABASE is not set\nPGUSER is not set',
    );
    expect(() => readConnectionSettings({})).toThrow('no warehouse is configured');
  });
});
