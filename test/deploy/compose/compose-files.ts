import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../repository.ts';

export interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly target: string; readonly args: Readonly<Record<string, string>> };
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly init?: boolean;
  readonly ports?: readonly string[];
}

/** A compose file's services, anchors resolved. */
export function readComposeFile(name: string): Readonly<Record<string, ComposeService>> {
  return parse(readRepositoryFile(name), { merge: true }).services;
}

export function readRepositoryFile(name: string): string {
  return readFileSync(join(root, name), 'utf8');
}

/** The variables that a compose file takes from .env: `${NAME…}`, and `NAME:` without a value. */
export function variablesIn(name: string): Set<string> {
  const text = readRepositoryFile(name);
  const interpolated = [...text.matchAll(/\$\{([A-Z_0-9]+)/g)].map(([, variable = '']) => variable);
  const passedOn = [...text.matchAll(/^ +([A-Z_0-9]+):$/gm)].map(([, variable = '']) => variable);
  return new Set([...interpolated, ...passedOn]);
}
