import { sharedNames } from './common/index.ts';
import type { Environment } from './environment.ts';
import { didYouMean } from './nearest-name.ts';
import { VARIABLE_ENDINGS } from './read-variable.ts';
import type { SettingDescription } from './settings-schema.ts';

/** Names that start so are ours: one that no job knows is a slip of the pen. */
const OUR_PREFIXES = [
  'AN_',
  'DRIVE_FOLDER',
  'GOOGLE_API_',
  'GOOGLE_DRIVE_',
  'HTTP_TIMEOUT',
  'LOG_',
  'MAX_REJECTED',
  'MOBILIZE_',
  'PARTIAL_',
  'REDSHIFT_',
  'S3_TEMP_',
  'SHEETS_',
  'SLACK_API_',
  'SPREADSHEET_',
  'VAN_',
  'WORKSHEET',
];

/** Civis sets NAME_USERNAME beside NAME_PASSWORD; nobody reads it. */
const TOLERATED_ENDINGS = [...VARIABLE_ENDINGS, '_USERNAME'];

export interface UnknownName {
  /** A sentence that names the variable and, where there is one, the name that was probably meant. */
  readonly problem: string;
  /** A known name is near. Otherwise it may be a setting of another job, for which this .env serves too. */
  readonly isLikelySlip: boolean;
}

/** The variables that start like ours but are neither a setting of this job nor one that several jobs share. */
export function findUnknownNames(env: Environment, settings: readonly SettingDescription[]): UnknownName[] {
  const known = [...new Set([...settings.map((setting) => setting.env), ...sharedNames()])];
  const accepted = new Set(
    known.flatMap((name) => [name, ...TOLERATED_ENDINGS.map((ending) => name + ending)]),
  );
  return Object.keys(env)
    .filter((name) => OUR_PREFIXES.some((prefix) => name.startsWith(prefix)) && !accepted.has(name))
    .map((name) => {
      const suggestion = didYouMean(name, known);
      return { problem: `${name} is no setting of this job${suggestion}`, isLikelySlip: suggestion !== '' };
    });
}
