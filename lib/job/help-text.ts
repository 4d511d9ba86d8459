import { describeSettings, everyJobSettings, type SettingDescription } from '../settings/index.ts';
import { EXIT_CODE_MEANINGS } from './exit-codes.ts';
import type { AnyJob } from './job.ts';

const WIDTH = 100;
const STANDARD_FLAGS: readonly (readonly [string, string])[] = [
  ['-n, --dry-run', 'All reads, no writes; says what would change.'],
  ['--limit <number>', 'Reads, or sends, at most so many records.'],
  ['-h, --help', 'Shows this text.'],
  ['--version', 'Shows the version.'],
];

/** The text of `--help`, made from the job's description and the schemas of its settings. */
export function helpText(job: AnyJob): string {
  const settings = [...describeSettings(job.settings), ...describeSettings(everyJobSettings)];
  const examples = [...new Set(['', 'check', ...(job.examples ?? [])])].map((example) =>
    `  ${job.name} ${example}`.trimEnd(),
  );
  return [
    `${job.name} ${job.version}`,
    '',
    ...wrap(job.description, WIDTH),
    '',
    'Usage',
    `  ${job.name} [run] [flags]    does the work`,
    `  ${job.name} check [flags]    looks whether credentials, tables and sheets are there; writes nothing`,
    '',
    'Flags (they win over variables)',
    ...columns([...STANDARD_FLAGS, ...settings.flatMap(flagRow)]),
    '',
    ...variableSections(settings),
    'For each variable NAME, NAME_FILE (a file that holds the value) and NAME_PASSWORD (Civis) work too.',
    '',
    'Exit codes',
    ...columns(EXIT_CODE_MEANINGS),
    '',
    'Examples',
    ...examples,
    '',
  ].join('\n');
}

function flagRow(setting: SettingDescription): [string, string][] {
  if (setting.flag === undefined) return [];
  const value = setting.isBoolean ? '' : ` ${setting.placeholder ?? '<value>'}`;
  return [[`--${setting.flag}${value}`, `Instead of ${setting.env}.`]];
}

function variableSections(settings: readonly SettingDescription[]): string[] {
  const groups = Map.groupBy(settings, (setting) => setting.group ?? 'Settings');
  return [...groups].flatMap(([group, members]) => [
    `Variables: ${group}`,
    ...columns(members.map((setting) => [setting.env, describe(setting)])),
    '',
  ]);
}

function describe({ description, required, secret, defaultText }: SettingDescription): string {
  const notes = [
    ...(required ? ['required'] : []),
    ...(secret ? ['secret'] : []),
    ...(defaultText === undefined ? [] : [`default ${defaultText}`]),
  ];
  return notes.length === 0 ? description : `${description} [${notes.join(', ')}]`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length)) + 4;
  return rows.flatMap(([name, meaning]) =>
    wrap(meaning, WIDTH - width).map(
      (line, index) => `  ${(index === 0 ? name : '').padEnd(width - 2)}${line}`,
    ),
  );
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
