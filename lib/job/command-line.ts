import { parseArgs } from 'node:util';
import { ConfigError } from '../errors/index.ts';
import {
  describeSettings,
  didYouMean,
  type SettingDescription,
  type SettingsSchema,
} from '../settings/index.ts';

/** What a job is asked to do. */
export interface CommandLine {
  readonly command: 'run' | 'check' | 'help' | 'version';
  readonly dryRun: boolean;
  /** Undefined: no limit. */
  readonly limit: number | undefined;
  /** Settings given as flags, by the name of the flag. */
  readonly settingFlags: Readonly<Record<string, string>>;
}

const COMMANDS = ['run', 'check'] as const;
const SWITCHES = ['dry-run', 'help', 'version'] as const;
const SHORT_FORMS: Readonly<Record<string, string>> = { h: 'help', n: 'dry-run' };

/**
 * Reads the arguments of a job: `run` (the default) or `check`, the flags that every job has, and those of its settings.
 *
 * @throws ConfigError naming every argument that is unknown, has no value, or has one too many.
 */
export function parseCommandLine(
  argv: readonly string[],
  ...schemas: readonly SettingsSchema[]
): CommandLine {
  const settings = schemas.flatMap(describeSettings);
  const flags = new FlagReader(settings);
  const words: string[] = [];
  for (const token of tokensOf(argv, settings)) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind === 'option') flags.read(token);
  }
  const command = commandOf(words, flags.problems);
  if (flags.problems.length > 0) throw new ConfigError(flags.problems);
  return {
    command: flags.isOn('help') ? 'help' : flags.isOn('version') ? 'version' : command,
    dryRun: flags.isOn('dry-run'),
    limit: flags.limit,
    settingFlags: flags.settingFlags,
  };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
}

function tokensOf(argv: readonly string[], settings: readonly SettingDescription[]) {
  const text = { type: 'string' } as const;
  const withValue = settings.filter((setting) => setting.flag !== undefined && !setting.isBoolean);
  const options = Object.fromEntries(withValue.map((setting) => [setting.flag, text]));
  const { tokens } = parseArgs({
    args: [...argv],
    options: { ...options, limit: text },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens;
}

function commandOf(words: readonly string[], problems: string[]): 'run' | 'check' {
  const [word = 'run', ...others] = words;
  const command = COMMANDS.find((name) => name === word);
  if (command === undefined) problems.push(`unknown command ${word}${didYouMean(word, COMMANDS)}`);
  if (others.length > 0) problems.push(`one command at a time: ${words.join(' ')}`);
  return command ?? 'run';
}

/** Sorts flags into switches, the limit, settings, and problems. */
class FlagReader {
  readonly problems: string[] = [];
  readonly settingFlags: Record<string, string> = {};
  limit: number | undefined;
  readonly #switches = new Set<string>();
  readonly #settings: ReadonlyMap<string, SettingDescription>;

  constructor(settings: readonly SettingDescription[]) {
    this.#settings = new Map(settings.flatMap((setting) => (setting.flag ? [[setting.flag, setting]] : [])));
  }

  isOn(name: (typeof SWITCHES)[number]): boolean {
    return this.#switches.has(name);
  }

  read({ name, rawName, value }: OptionToken): void {
    const long = SHORT_FORMS[name] ?? name;
    const setting = this.#settings.get(long) ?? this.#settings.get(long.replace(/^no-/, ''));
    if (SWITCHES.some((known) => known === long)) this.#readSwitch(long, rawName, value);
    else if (long === 'limit') this.#readLimit(value);
    else if (setting?.isBoolean) this.#readBoolean(setting, long, value);
    else if (setting?.flag === long) this.#readText(setting.flag, value);
    else this.problems.push(`unknown flag ${rawName}${this.#suggest(long)}`);
  }

  #readSwitch(name: string, rawName: string, value: string | undefined): void {
    if (value === undefined) this.#switches.add(name);
    else this.problems.push(`${rawName} takes no value`);
  }

  #readLimit(value: string | undefined): void {
    if (value !== undefined && /^[1-9]\d{0,14}$/.test(value)) this.limit = Number(value);
    else this.problems.push('--limit needs a whole number from 1');
  }

  #readBoolean(setting: SettingDescription, name: string, value: string | undefined): void {
    const flag = setting.flag ?? name;
    if (name !== flag && value !== undefined) this.problems.push(`--${name} takes no value`);
    else this.settingFlags[flag] = name === flag ? (value ?? 'true') : 'false';
  }

  #readText(flag: string, value: string | undefined): void {
    if (value === undefined || value === '' || value.startsWith('--'))
      this.problems.push(`--${flag} needs a value`);
    else this.settingFlags[flag] = value;
  }

  #suggest(name: string): string {
    return didYouMean(name, [...SWITCHES, 'limit', ...this.#settings.keys()], '--');
  }
}
