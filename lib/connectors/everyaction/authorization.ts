import { ConfigError } from '../../errors/index.ts';
import type { VAN_DB_MODES } from '../../settings/index.ts';

export type DatabaseMode = (typeof VAN_DB_MODES)[number];

/** 0 is the voter file; everything else is in one database, whatever the product is called. */
const MODE_NUMBERS: Readonly<Record<DatabaseMode, 0 | 1>> = {
  MyVoters: 0,
  MyCampaign: 1,
  MyMembers: 1,
  EveryAction: 1,
};

export interface Authorization {
  readonly header: string;
  /** What no log and no error may show. */
  readonly secrets: readonly string[];
}

/**
 * HTTP Basic with the application's name as user and `key|mode` as password.
 *
 * @throws ConfigError when there is no key, or the key brings its own mode.
 */
export function createAuthorization(
  apiKey: string,
  mode: DatabaseMode,
  applicationName: string,
): Authorization {
  const key = apiKey.trim();
  if (key === '') throw new ConfigError('VAN_API_KEY is missing: an API key of the committee is needed');
  if (key.includes('|')) {
    throw new ConfigError(
      'VAN_API_KEY must be the key alone, without | and what follows: VAN_DB_MODE says it',
    );
  }
  const credentials = Buffer.from(`${applicationName}:${key}|${MODE_NUMBERS[mode]}`).toString('base64');
  return { header: `Basic ${credentials}`, secrets: [key, credentials] };
}

/** Whether the mode means the voter file. */
export function isVoterFile(mode: DatabaseMode): boolean {
  return MODE_NUMBERS[mode] === 0;
}
