import { ConfigError } from '../errors/index.ts';
import type { Logger } from '../logging/index.ts';
import type { Dialect } from './connection.ts';
import { postgresDialect } from './postgres/postgres-dialect.ts';
import { createRedshiftDialect } from './redshift/redshift-dialect.ts';
import { createS3Staging } from './redshift/s3/s3-staging.ts';
import { readStagingSettings } from './redshift/staging-settings.ts';
import type { WarehouseSettings } from './settings.ts';
import type { DialectName } from './warehouse.ts';

/**
 * Chooses the dialect by what the server answers to `SELECT version()`: `PostgreSQL 8.0.2 on … Redshift 1.0.12103` or
 * `PostgreSQL 18.1 on …`. A Redshift behind `postgres://` is used as one.
 *
 * @throws ConfigError when the settings name a Redshift and the server is none, or when the staging area is not set up.
 */
export function chooseDialect(
  version: string,
  engine: DialectName,
  settings: WarehouseSettings,
  logger: Logger,
): Dialect {
  if (/redshift/i.test(version)) {
    return createRedshiftDialect(createS3Staging(readStagingSettings(settings), logger));
  }
  if (engine === 'postgres') return postgresDialect;
  const product = version.split(' on ', 1)[0];
  throw new ConfigError(
    `the warehouse is set up as a Redshift (redshift:// or REDSHIFT_HOST), but the server says that it is ${product}: use postgres:// or PGHOST`,
  );
}
