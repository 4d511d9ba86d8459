import { ConfigError, EtlError } from '../errors/index.ts';
import type { Mask } from './mask.ts';

/** A chain of causes longer than this is cut. */
const MAX_CAUSES = 8;

/** What a log line keeps of an error. Other fields of it are dropped: they may hold requests, rows or credentials. */
export interface SerializedError {
  readonly class: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly causes?: readonly SerializedError[];
}

/**
 * Makes plain data of anything thrown: class, message, facts and stack, and the same of each cause, all masked. A
 * ConfigError comes without stacks: what is wrong is a setting, and its message says which.
 */
export function serializeError(thrown: unknown, mask: Mask): SerializedError {
  const hasStack = !(thrown instanceof ConfigError);
  const [first, ...others] = chainOf(thrown);
  const serialized = serializeOne(first, mask, hasStack);
  const causes = others.map((cause) => serializeOne(cause, mask, hasStack));
  return causes.length === 0 ? serialized : { ...serialized, causes };
}

/** The class that a summary or a log line names. */
export function className(thrown: unknown): string {
  return thrown instanceof Error ? thrown.name : typeof thrown;
}

/** Node gives a refused connection to several addresses an empty message; its parts have one each. */
export function messageOf(error: Error): string {
  if (error.message !== '' || !(error instanceof AggregateError)) return error.message;
  return error.errors.map((part) => (part instanceof Error ? part.message : String(part))).join('; ');
}

function serializeOne(thrown: unknown, mask: Mask, hasStack: boolean): SerializedError {
  if (!(thrown instanceof Error)) return { class: typeof thrown, message: mask.text(String(thrown)) };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { code: mask.text(thrown.code) } : {};
  return {
    class: className(thrown),
    message: mask.text(messageOf(thrown)),
    ...code,
    ...(thrown instanceof EtlError && Object.keys(thrown.facts).length > 0
      ? { facts: maskFacts(thrown, mask) }
      : {}),
    ...(hasStack ? { stack: mask.text(thrown.stack ?? '') } : {}),
  };
}

function maskFacts({ facts }: EtlError, mask: Mask): Record<string, unknown> {
  const masked = ([name, fact]: [string, unknown]) => [
    name,
    typeof fact === 'string' ? mask.text(fact) : fact,
  ];
  return Object.fromEntries(Object.entries(facts).map((entry) => masked(entry)));
}

function chainOf(thrown: unknown): unknown[] {
  const chain = [thrown];
  let next = thrown;
  while (next instanceof Error && next.cause !== undefined && chain.length <= MAX_CAUSES) {
    next = next.cause;
    if (chain.includes(next)) break;
    chain.push(next);
  }
  return chain;
}
