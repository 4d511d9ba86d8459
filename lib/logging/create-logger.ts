import { type DestinationStream, pino } from 'pino';
import { serializeError } from './error-serializer.ts';
import type { Logger } from './logger.ts';
import { createMask, type Mask } from './mask.ts';
import { SECRET_KEY_PATHS } from './secret-keys.ts';

export interface LoggerOptions {
  /** Default `info`. */
  readonly level?: string;
  /** Secret values that must not come out anywhere, not even within an error; or the mask made from them. */
  readonly secrets?: readonly string[] | Mask;
  /** Default: stdout, written synchronously, so that the last line of a crash is not lost. */
  readonly destination?: DestinationStream;
  /** Fields on every line: `job`, `runId`. */
  readonly base?: Readonly<Record<string, unknown>>;
}

/**
 * Makes a logger that writes one JSON object a line: ISO time, level as a word, errors with class, facts and causes.
 *
 * Values under keys that sound secret, known secret values, and whatever looks like an e-mail address are masked in
 * the whole line; phone numbers in messages, errors and fields that are texts, because in numbers they cannot be told
 * from counts.
 */
export function createLogger({
  level = 'info',
  secrets = [],
  destination,
  base = {},
}: LoggerOptions = {}): Logger {
  const mask = 'text' in secrets ? secrets : createMask(secrets);
  return pino(
    {
      level,
      base,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (fields) => maskTexts(fields, mask) },
      redact: { paths: SECRET_KEY_PATHS, censor: '[masked]' },
      serializers: { err: (error: unknown) => serializeError(error, mask) },
      hooks: {
        streamWrite: (line) => mask.line(line),
        logMethod(args, method) {
          method.apply(
            this,
            args.map((arg) => (typeof arg === 'string' ? mask.text(arg) : arg)) as typeof args,
          );
        },
      },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}

function maskTexts(fields: Record<string, unknown>, mask: Mask): Record<string, unknown> {
  const masked = (value: unknown) => (typeof value === 'string' ? mask.text(value) : value);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, masked(value)]));
}
