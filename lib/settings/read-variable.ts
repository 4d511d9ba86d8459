import { readFileSync } from 'node:fs';
import type { Environment } from './environment.ts';

export type Variable = { readonly value: string | undefined } | { readonly problem: string };

/** Endings under which a setting is found too: a file that holds the value, and what Civis calls a credential. */
export const VARIABLE_ENDINGS = ['_FILE', '_PASSWORD'] as const;

/**
 * Reads one setting as text from NAME, NAME_FILE (the content of that file without one newline at its end) or
 * NAME_PASSWORD. An empty text counts as not set. More than one of them set is a problem, so that nobody wonders which
 * of them counts.
 */
export function readVariable(env: Environment, name: string): Variable {
  const names = [name, ...VARIABLE_ENDINGS.map((ending) => name + ending)].filter((key) => isSet(env[key]));
  const [found, another] = names;
  if (found === undefined) return { value: undefined };
  if (another !== undefined) return { problem: `${found} and ${another} are both set: keep one of them` };
  if (found === `${name}_FILE`) return readFromFile(found, env[found] ?? '');
  return { value: env[found] };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

function readFromFile(name: string, path: string): Variable {
  try {
    const value = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    return value === '' ? { problem: `${name} names an empty file` } : { value };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return { problem: `${name} names a file that cannot be read (${code})` };
  }
}
