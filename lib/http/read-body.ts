import type { ZodType } from 'zod';
import { PermanentError, TransientError } from '../errors/index.ts';
import type { CallFacts, RawAnswer } from './send.ts';

/**
 * The data of a good answer: JSON checked by the schema, or the text as it is.
 *
 * @throws TransientError when the JSON ends too early; PermanentError for another content type, for what is not JSON, and for what the
 *   schema refuses. None of them quotes the body.
 */
export function readBody<T>(
  answer: RawAnswer,
  {
    responseType = 'json',
    schema,
  }: { responseType?: 'json' | 'text' | undefined; schema?: ZodType<T> | undefined },
  callFacts: CallFacts,
): T {
  const facts = { ...callFacts, httpStatus: answer.status, contentType: mediaType(answer) };
  const where = `${facts.source}: ${facts.endpoint}`;
  const data = responseType === 'text' ? answer.text : readJson(answer, schema !== undefined, where, facts);
  // Without a schema the caller has said by the type argument what it takes the answer for.
  if (schema === undefined) return data as T;
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const problems = result.error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new PermanentError(`${where} answered something unexpected (${problems.join('; ')})`, { facts });
}

function readJson(
  answer: RawAnswer,
  isNeeded: boolean,
  where: string,
  facts: CallFacts & { contentType: string },
): unknown {
  const { text } = answer;
  if (text.trim() === '') {
    if (!isNeeded || answer.status === 204 || answer.status === 205) return undefined;
    throw new TransientError(`${where} answered nothing where JSON was expected`, { facts });
  }
  if (!isJson(answer)) {
    throw new PermanentError(`${where} answered ${facts.contentType} where JSON was expected`, { facts });
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own error quotes the body, so it is not kept as the cause.
    if (isCutShort(text)) throw new TransientError(`${where} answered JSON that ends too early`, { facts });
    throw new PermanentError(`${where} answered what is not JSON`, { facts });
  }
}

/** The body for `explain`, which copes with anything: parsed where it is JSON, else the text. */
export function parseLeniently(answer: RawAnswer, text: string): unknown {
  if (!isJson(answer)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `application/json` without parameters, in lower case; `no content type` when the answer has none. */
export function mediaType({ headers }: RawAnswer): string {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() || 'no content type';
}

/** JSON and its relatives (`application/hal+json`); without a content type the first character decides. */
function isJson(answer: RawAnswer): boolean {
  const type = mediaType(answer);
  return type === 'no content type' ? /^\s*[[{]/.test(answer.text) : /[/+]json$/.test(type);
}

/** Whether the text stops inside an array, object or string: what is there could still become JSON. */
export function isCutShort(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|["[\]{}]/gs)) {
    if (token === '"') return true;
    if (token === '[' || token === '{') depth++;
    if (token === ']' || token === '}') depth--;
  }
  return depth > 0;
}
