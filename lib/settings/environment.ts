import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';

/** Environment variables as they are found. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of this process and, for development, what `.env` in the current directory adds. A variable that is
 * really set is never overridden. Only a job's main.ts calls this; everything else is given its settings.
 */
export function readEnvironment({ path = '.env', env = process.env as Environment } = {}): Environment {
  return { ...parse(readIfThere(path)), ...env };
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
