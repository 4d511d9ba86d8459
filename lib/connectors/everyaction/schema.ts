import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);

/** A source code or a tag. `codeType` is `SourceCode` or `Tag`. */
export const codeSchema = z.object({
  codeId: z.int(),
  parentCodeId: z
    .int()
    .nullish()
    .transform((value) => value ?? null),
  name: text,
  codeType: text,
  dateCreated: text,
  dateModified: text,
});

export const activistCodeSchema = z.object({
  activistCodeId: z.int(),
  type: text,
  name: text,
  mediumName: text,
  shortName: text,
  description: text,
  status: text,
});

/** What a key is for. Null: the API does not say. */
export const keyProfileSchema = z.object({
  databaseName: text,
  committeeName: text,
  hasMyVoters: flag,
  hasMyCampaign: flag,
});

export const echoSchema = z.object({ message: z.string() });

/** The answer of find and findOrCreate, whatever its HTTP status. */
export const matchSchema = z.object({ vanId: z.int().positive().nullable(), status: z.string() });

/** The only shape of a refusal that is made by the API itself and not by the server in front of it. */
export const refusalSchema = z.object({
  errors: z.array(z.object({ code: text, text, hint: text, referenceCode: text })).min(1),
});

export type Code = z.output<typeof codeSchema>;
export type ActivistCode = z.output<typeof activistCodeSchema>;
export type KeyProfile = z.output<typeof keyProfileSchema>;

/** The columns that a table has even when it has no rows. */
export const codeColumns = Object.keys(codeSchema.shape) as readonly (keyof Code & string)[];
export const activistCodeColumns = Object.keys(activistCodeSchema.shape) as readonly (keyof ActivistCode &
  string)[];
