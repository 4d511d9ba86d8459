import type { z } from 'zod';

/** The settings of a job: one zod object whose fields each name their environment variable in `.meta({ env })`. */
export type SettingsSchema = z.ZodObject;

/** The checked, typed settings of a schema. */
export type SettingsOf<Schema extends SettingsSchema> = Readonly<z.output<Schema>>;

declare module 'zod' {
  interface GlobalMeta {
    /** The environment variable: `NAME_FILE` and `NAME_PASSWORD` are understood too. */
    env?: string;
    /** The command-line flag without `--`; it wins over the variable. Never for secrets: other users see arguments. */
    flag?: string;
    /** The value is masked wherever it would be shown. */
    secret?: true;
    /** What stands for the value in `--help`: `<url>`. */
    placeholder?: string;
    /** The heading under which `--help` and the README's table show the setting. */
    group?: string;
    /** Set by `yesOrNo()`: the flag takes no value. */
    kind?: 'boolean';
  }
}

/** One setting, as the help, the README's table and the reader need it. */
export interface SettingDescription {
  /** The name of the field in the settings object. */
  readonly key: string;
  readonly env: string;
  readonly flag: string | undefined;
  readonly secret: boolean;
  readonly isBoolean: boolean;
  readonly placeholder: string | undefined;
  readonly group: string | undefined;
  readonly description: string;
  readonly required: boolean;
  /** The default as one would write it into the variable; undefined: none. */
  readonly defaultText: string | undefined;
}

/** Every setting of a schema, in the order in which the schema has them. */
export function describeSettings(schema: SettingsSchema): SettingDescription[] {
  return Object.entries(schema.shape).map(([key, field]) => describeSetting(key, field as z.ZodType));
}

function describeSetting(key: string, field: z.ZodType): SettingDescription {
  const { meta, defaultValue } = lookInside(field);
  if (meta.env === undefined)
    throw new Error(`the setting ${key} names no environment variable: .meta({ env })`);
  return {
    key,
    env: meta.env,
    flag: meta.flag,
    secret: meta.secret === true,
    isBoolean: meta.kind === 'boolean',
    placeholder: meta.placeholder,
    group: meta.group,
    description: meta.description ?? '',
    required: !field.safeParse(undefined).success,
    defaultText: defaultValue === undefined ? undefined : String(defaultValue),
  };
}

/** `.optional()`, `.default()` and `.transform()` wrap a field; what was said inside holds unless said again outside. */
function lookInside(field: z.ZodType): { meta: z.GlobalMeta; defaultValue: unknown } {
  const def = field.def as { innerType?: z.ZodType; in?: z.ZodType; defaultValue?: unknown };
  const inner = def.innerType ?? def.in;
  const inside = inner === undefined ? { meta: {}, defaultValue: undefined } : lookInside(inner);
  return {
    meta: { ...inside.meta, ...field.meta() },
    defaultValue: def.defaultValue ?? inside.defaultValue,
  };
}
