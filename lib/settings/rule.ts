import type { z } from 'zod';

/** Reports a problem: the key of the setting, and a half-sentence that follows its variable's name. Never the value. */
export type Complain = (key: string, problem: string) => void;

/** A rule that settings must keep together. A field that is wrong in itself is undefined here. */
export type SettingsRule<Settings> = (settings: Partial<Settings>, complain: Complain) => void;

/**
 * Adds rules to a schema, so that their problems are reported together with those of single fields:
 * `withRules(z.object({ ...spreadsheetSettings }), spreadsheetRule)`.
 */
export function withRules<Schema extends z.ZodObject>(
  schema: Schema,
  ...rules: readonly SettingsRule<z.output<Schema>>[]
): Schema {
  return schema.superRefine(
    (settings, context) => {
      // zod has something else than a value in the place of a field that is wrong.
      const wrong = new Set(context.issues.map(({ path }) => path?.[0]));
      const right = Object.fromEntries(Object.entries(settings).filter(([key]) => !wrong.has(key)));
      const complain: Complain = (key, message) => {
        if (!wrong.has(key)) context.addIssue({ code: 'custom', path: [key], message });
      };
      for (const rule of rules) rule(right as Partial<z.output<Schema>>, complain);
    },
    // zod would leave rules out when a field is wrong; people want to hear of all problems at once.
    { when: () => true },
  );
}
