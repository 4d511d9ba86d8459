import { z } from 'zod';
import { ConfigError, PermanentError, TransientError } from '../../errors/index.ts';
import { type AnswerFacts, redactServerText } from '../../http/index.ts';
import { type Person, personSchema } from './schema.ts';

/** The only shape in which Action Network has been seen to refuse. */
const refusalSchema = z.object({ error: z.string() });

/** Reads what Action Network answers, and puts its refusals into words that are fit for logs and log tables. */
export interface AnswerReader {
  /** The schema of a good answer. A refusal that comes with status 200 does not pass it. */
  of<T>(schema: z.ZodType<T>): z.ZodType<T>;
  /** The schema of a written person; undefined for `{}`, which is how a POST without a valid key "succeeds". */
  readonly writtenPerson: z.ZodType<Person | undefined>;
  /** The worded error for a refusal by status; undefined where status says all. */
  explain(httpStatus: number, body: unknown, facts: AnswerFacts): Error | undefined;
}

export function createAnswerReader(token: string): AnswerReader {
  const wordsOf = (body: unknown): string | undefined => {
    const refusal = refusalSchema.safeParse(body);
    return refusal.success ? redactServerText(refusal.data.error, [token]) : undefined;
  };

  const goodAnswer = z.unknown().superRefine((body, context) => {
    const words = wordsOf(body);
    if (words !== undefined)
      context.addIssue({ code: 'custom', message: `an error in spite of its status: ${words}` });
  });

  return {
    of: (schema) => goodAnswer.pipe(schema),
    writtenPerson: goodAnswer.transform(emptyToUndefined).pipe(personSchema.optional()),
    explain(httpStatus, body, facts) {
      const words = wordsOf(body);
      if (httpStatus === 401 || httpStatus === 403) return keyRefused(httpStatus, words);
      if (words === undefined) return undefined;
      const message = `${facts.source}: ${facts.endpoint} answered ${httpStatus}: ${words}`;
      if (httpStatus === 500) return new TransientError(message, { facts });
      return [400, 404, 422].includes(httpStatus) ? new PermanentError(message, { facts }) : undefined;
    },
  };
}

/** A ConfigError and not a PermanentError, so that it ends a run at once instead of being counted against each person. */
export function keyRefused(httpStatus: number, words?: string): ConfigError {
  const said = words === undefined ? '' : `, "${words}"`;
  return new ConfigError(
    `Action Network refused the API key (${httpStatus}${said}): check AN_API_TOKEN; it must be an API key of a group, because those of personal lists have no tags`,
  );
}

function emptyToUndefined(body: unknown): unknown {
  return typeof body === 'object' && body !== null && Object.keys(body).length === 0 ? undefined : body;
}
