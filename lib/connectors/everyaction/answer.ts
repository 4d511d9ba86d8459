import { ConfigError, PermanentError, TransientError } from '../../errors/index.ts';
import { type AnswerFacts, redactServerText } from '../../http/index.ts';
import { refusalSchema } from './schema.ts';

/** Puts what the API refuses into words that are fit for logs and log tables. */
export type Explain = (httpStatus: number, body: unknown, facts: AnswerFacts) => Error | undefined;

/**
 * Words for the API's own refusals; undefined for what comes from the server in front of it (HTML, raw ASP.NET), whose
 * status says all that may be shown.
 */
export function createExplain(secrets: readonly string[]): Explain {
  return (httpStatus, body, facts) => {
    const refusal = readRefusal(body);
    const words = refusal === undefined ? undefined : redactServerText(refusal, secrets);
    if (httpStatus === 401) return keyRefused(words);
    if (httpStatus === 403) return rightMissing(facts.endpoint, words);
    if (words === undefined) return undefined;
    const message = `${facts.source}: ${facts.endpoint} answered ${httpStatus}: ${words}`;
    if (httpStatus === 429 || httpStatus >= 500) return new TransientError(message, { facts });
    return new PermanentError(message, { facts });
  };
}

/**
 * The milliseconds that a 429 asks for in its text; undefined where it asks for none. There is no Retry-After header.
 *
 * Source: `{"errors":[{"code":"429","text":"Rate limit exceeded. Try again in 30 ms."}]}`, recorded from the sandbox by
 * NickCrews/van-openapi at ecbe271 (2026-08-10).
 */
export function readDelayMs(httpStatus: number, body: unknown): number | undefined {
  if (httpStatus !== 429) return undefined;
  const [, amount, unit] = readRefusal(body)?.match(/try again in (\d+)\s*(ms|s)\b/i) ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * (unit?.toLowerCase() === 's' ? 1000 : 1);
}

/** Texts, hints and the reference that the vendor's support asks for; undefined when it is no refusal of the API. */
function readRefusal(body: unknown): string | undefined {
  const parsed = refusalSchema.safeParse(body);
  if (!parsed.success) return undefined;
  return parsed.data.errors
    .map(({ code, text, hint, referenceCode }) =>
      [text ?? code ?? 'no reason', hint, referenceCode && `reference ${referenceCode}`]
        .filter(Boolean)
        .join('; '),
    )
    .join('; ');
}

/** A ConfigError and not a PermanentError, so that it ends a run at once instead of being counted against each person. */
function keyRefused(words: string | undefined): ConfigError {
  if (words !== undefined && /database mode/i.test(words)) {
    return new ConfigError(
      `EveryAction refused the database mode (401, "${words}"): check VAN_DB_MODE; the key is not for that database`,
    );
  }
  const said = words === undefined ? '' : `, "${words}"`;
  return new ConfigError(
    `EveryAction refused the API key (401${said}): check VAN_API_KEY, and VAN_APPLICATION_NAME that came with it`,
  );
}

function rightMissing(endpoint: string, words: string | undefined): ConfigError {
  const said = words === undefined ? '' : `, "${words}"`;
  return new ConfigError(
    `EveryAction does not let the API key use ${endpoint} (403${said}): ask its support to add that to the key of VAN_API_KEY`,
  );
}
