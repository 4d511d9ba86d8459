import { everyJobSettings } from './common/index.ts';
import { describeSettings, type SettingDescription, type SettingsSchema } from './settings-schema.ts';

/**
 * The markdown table of a job's settings, for its README; a test compares the README with it, so that the two cannot
 * drift apart. The settings that every job has stand at the end.
 */
export function settingsTable(schema: SettingsSchema): string {
  const settings = [...describeSettings(schema), ...describeSettings(everyJobSettings)];
  return markdownTable([
    ['Variable', 'Flag', 'Default', 'Meaning'],
    ...settings.map((setting) => [
      `\`${setting.env}\``,
      flagCell(setting),
      needCell(setting),
      escapePipes(setting.description),
    ]),
  ]);
}

/** A table whose columns are padded, as the formatter of this repository wants it. */
function markdownTable([head = [], ...body]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...body].map((cells) => (cells[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function flagCell({ flag }: SettingDescription): string {
  return flag === undefined ? '' : `\`--${flag}\``;
}

function needCell({ required, defaultText, secret }: SettingDescription): string {
  const need = required ? '**required**' : defaultText === undefined ? '' : `\`${defaultText}\``;
  return [need, secret ? 'secret' : ''].filter((word) => word !== '').join(', ');
}

function escapePipes(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
