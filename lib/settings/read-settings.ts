import type { z } from 'zod';
import type { Environment } from './environment.ts';
import { didYouMean } from './nearest-name.ts';
import { readVariable } from './read-variable.ts';
import {
  describeSettings,
  type SettingDescription,
  type SettingsOf,
  type SettingsSchema,
} from './settings-schema.ts';

/** Where settings come from: the environment, and flags by their name without `--`, which win. */
export interface SettingSources {
  readonly env: Environment;
  readonly flags?: Readonly<Record<string, string | undefined>>;
}

export interface ReadSettings<Schema extends SettingsSchema> {
  /** Undefined when there are problems. */
  readonly settings: SettingsOf<Schema> | undefined;
  /** Every problem found, each naming its variable and what is expected, never the value. */
  readonly problems: readonly string[];
  /** The secret values that were found, problems or not: nothing may show them. */
  readonly secrets: readonly string[];
}

/** Reads and checks all settings of a schema, and reports all problems at once. The settings are frozen. */
export function readSettings<Schema extends SettingsSchema>(
  schema: Schema,
  { env, flags = {} }: SettingSources,
): ReadSettings<Schema> {
  const descriptions = describeSettings(schema);
  const { values, problems: unreadable } = readValues(descriptions, env, flags);
  const secrets = descriptions.flatMap(({ secret, key }) =>
    secret && values[key] ? secretParts(values[key]) : [],
  );

  const parsed = schema.safeParse(values);
  const unreadableNames = new Set(unreadable.map(({ name }) => name));
  const wrong = (parsed.error?.issues ?? [])
    .map((issue) => ({ issue, setting: descriptions.find(({ key }) => key === issue.path[0]) }))
    .filter(({ setting }) => setting === undefined || !unreadableNames.has(setting.env))
    .map(({ issue, setting }) => describeIssue(issue, setting, values, env));
  const problems = [...unreadable.map(({ problem }) => problem), ...new Set(wrong)];

  const isUsable = parsed.success && problems.length === 0;
  return { settings: isUsable ? Object.freeze(parsed.data) : undefined, problems, secrets };
}

type Values = Record<string, string | undefined>;

function readValues(descriptions: readonly SettingDescription[], env: Environment, flags: Values) {
  const values: Values = {};
  const problems: { name: string; problem: string }[] = [];
  for (const { key, env: name, flag } of descriptions) {
    const fromFlag = flag === undefined ? undefined : flags[flag];
    const variable = fromFlag === undefined ? readVariable(env, name) : { value: fromFlag };
    if ('problem' in variable) problems.push({ name, problem: variable.problem });
    else if (variable.value !== undefined) values[key] = variable.value;
  }
  return { values, problems };
}

function describeIssue(
  issue: z.core.$ZodIssue,
  setting: SettingDescription | undefined,
  values: Values,
  env: Environment,
): string {
  if (setting === undefined) return issue.message;
  if (issue.code === 'custom') return `${setting.env} ${issue.message}`;
  if (values[setting.key] === undefined) {
    const unused = Object.keys(env).filter((name) => name !== setting.env);
    return `${setting.env} is not set${didYouMean(setting.env, unused)}: ${setting.description}`;
  }
  return `${setting.env}: ${issue.message}`;
}

/** A secret within a URL or within JSON is a secret by itself too: the password of DATABASE_URL, a private key. */
function secretParts(value: string): string[] {
  if (URL.canParse(value)) {
    const { password } = new URL(value);
    return [value, password, safelyDecoded(password)].filter((part) => part !== '');
  }
  return [value, ...privateKeyWithin(value)];
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function privateKeyWithin(value: string): string[] {
  if (!value.trimStart().startsWith('{')) return [];
  try {
    const { private_key: key } = JSON.parse(value) as { private_key?: unknown };
    return typeof key === 'string' ? [key, ...key.split('\n').filter((line) => line.length >= 40)] : [];
  } catch {
    return [];
  }
}
