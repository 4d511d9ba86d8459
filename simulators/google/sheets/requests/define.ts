import type { z } from 'zod';
import { fieldViolation } from '../../google-error.ts';
import type { SpreadsheetDraft } from '../draft.ts';

/** One kind of request of a batchUpdate, or of a person's edit. */
export interface RequestKind {
  /** Checks the JSON without touching the spreadsheet. @throws GoogleError 400 in the wording of a malformed payload. */
  parse(body: unknown, path: string): (draft: SpreadsheetDraft) => unknown;
}

/** Joins the shape of a request and what it does; `apply` gives the reply, `{}` where Google has none. */
export function defineRequest<Schema extends z.ZodType>(
  schema: Schema,
  apply: (draft: SpreadsheetDraft, body: z.output<Schema>) => object,
): RequestKind {
  return {
    parse: (body, path) => {
      const parsed = parseBody(schema, body, path);
      return (draft) => apply(draft, parsed);
    },
  };
}

/**
 * Checks a JSON body, in which a field that is null is one that is not there: proto3's JSON says so, and gspread sends such fields.
 *
 * @throws GoogleError 400 naming the first field that does not fit, as Google's parser does.
 */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  path = '',
): z.output<Schema> {
  const result = schema.safeParse(withoutNulls(body) ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const at = fieldPath(path, issue?.path ?? []);
  if (issue?.code === 'unrecognized_keys') {
    const where = at === '' ? '' : ` at '${at}'`;
    const message = `Invalid JSON payload received. Unknown name "${issue.keys[0]}"${where}: Cannot find field.`;
    throw fieldViolation(message, at, message);
  }
  const message = `Invalid value at '${at}': ${issue?.message ?? 'it does not fit'}`;
  throw fieldViolation(message, at, message);
}

/** Nulls in lists stay: in a list of cells they have a meaning. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isObject) ? value.map(withoutNulls) : value;
  if (!isObject(value)) return value;
  const present = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(present.map(([name, field]) => [name, withoutNulls(field)]));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `requests[0].repeat_cell.range.start_row_index`: the path in snake case. */
function fieldPath(start: string, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  const joined = (start + steps).replace(/^\./u, '');
  return joined.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}
