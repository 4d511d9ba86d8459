import { ConfigError } from '../../errors/index.ts';
import { readStagingSettings } from '../redshift/staging-settings.ts';
import type { WarehouseSettings } from '../settings.ts';
import { type ConnectionSettings, readConnectionSettings } from './connection-settings.ts';

/**
 * Completes the settings of the connection, and checks those of a Redshift's staging area with them, so that all
 * problems are told at once.
 *
 * @throws ConfigError that lists every problem.
 */
export function readAllSettings(settings: WarehouseSettings): ConnectionSettings {
  const problems: string[] = [];
  const connection = noteProblems(problems, () => readConnectionSettings(settings));
  if (isRedshift(settings)) noteProblems(problems, () => readStagingSettings(settings));
  if (connection === undefined || problems.length > 0) throw new ConfigError(problems);
  return connection;
}

function isRedshift({ databaseUrl, redshiftHost }: WarehouseSettings): boolean {
  return databaseUrl === undefined ? redshiftHost !== undefined : /^redshift:/i.test(databaseUrl);
}

function noteProblems<T>(problems: string[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
