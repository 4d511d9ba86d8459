import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Which rooms of lib a room may use, as the map in ARCHITECTURE.md says. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  hosts: [],
  lease: [],
  logging: ['errors'],
  settings: ['errors'],
  table: ['errors'],
  http: ['errors', 'hosts', 'logging'],
  metrics: [],
  connectors: ['errors', 'http', 'lease', 'logging', 'metrics', 'settings', 'table'],
  warehouse: ['errors', 'hosts', 'lease', 'logging', 'settings', 'table'],
  delivery: ['errors', 'table'],
  job: ['connectors', 'errors', 'lease', 'logging', 'metrics', 'settings', 'warehouse'],
};

describe('the rooms of lib', () => {
  it.each(
    readdirSync(join(root, 'lib'), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    ),
  )('%s uses only the rooms that the map allows', (room) => {
    const used = new Set(sourceFiles(join(root, 'lib', room)).flatMap((file) => roomsUsedBy(file)));
    used.delete(room);

    expect([...used].filter((other) => !ALLOWED[room]?.includes(other))).toEqual([]);
  });

  it('know nothing of jobs and simulators', () => {
    const offenders = sourceFiles(join(root, 'lib')).filter((file) =>
      /from '[^']*(jobs|simulators)\//.test(readFileSync(file, 'utf8')),
    );

    expect(offenders).toEqual([]);
  });

  it('never read the environment, except where a main.ts asks them to', () => {
    const readers = sourceFiles(join(root, 'lib'))
      .filter((file) => /process\.env/.test(readFileSync(file, 'utf8')))
      .map((file) => relative(root, file));

    expect(readers).toEqual(['lib/settings/environment.ts']);
  });
});

describe('jobs', () => {
  it('do not use one another', () => {
    const offenders = sourceFiles(join(root, 'jobs')).filter((file) =>
      importsOf(file).some(
        (path) => path.startsWith('.') && !isWithinItsJob(file, path) && !path.endsWith('package.json'),
      ),
    );

    expect(offenders).toEqual([]);
  });

  it('know nothing of simulators', () => {
    const offenders = sourceFiles(join(root, 'jobs')).filter((file) =>
      /simulators/.test(readFileSync(file, 'utf8')),
    );

    expect(offenders).toEqual([]);
  });
});

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, path = '']) => path,
  );
}

function roomsUsedBy(file: string): string[] {
  return importsOf(file).flatMap((path) => {
    if (path.startsWith('@movement-etl/lib/')) return path.split('/')[2] ?? [];
    if (!path.startsWith('.')) return [];
    const [top, room] = relative(root, resolve(dirname(file), path)).split(sep);
    return top === 'lib' && room !== undefined ? [room] : [];
  });
}

function isWithinItsJob(file: string, path: string): boolean {
  const jobOf = (place: string) => relative(root, place).split(sep).slice(0, 2).join('/');
  return jobOf(file) === jobOf(resolve(dirname(file), path));
}
