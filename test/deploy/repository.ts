import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { describeSettings, everyJobSettings, type SettingsSchema } from '@movement-etl/lib/settings';

export const root = resolve(import.meta.dirname, '../..');
export const deploy = join(root, 'deploy');

/** deploy/deployment/deployment.env: the schedules, the zone and the images. */
export function readDeployment(): Readonly<Record<string, string>> {
  const values = parseEnv(readFileSync(join(deploy, 'deployment/deployment.env'), 'utf8'));
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
}

/** The most that Node.js keeps on its heap, as every image is told. */
export function heapMebibytesOfImages(): number {
  const dockerfile = readFileSync(join(root, 'Dockerfile.base'), 'utf8');
  return Number(/NODE_OPTIONS="[^"]*--max-old-space-size=(\d+)/.exec(dockerfile)?.[1]);
}

/** The folders in jobs/. */
export function jobNames(): string[] {
  return readdirSync(join(root, 'jobs'), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
}

/** The settings of a job as its config.ts has them. */
export async function settingsOf(job: string): Promise<SettingsSchema> {
  const config: { settings: SettingsSchema } = await import(join(root, 'jobs', job, 'config.ts'));
  return config.settings;
}

/** Every variable that a job understands, its own settings and those of every job. */
export async function variablesOf(job: string): Promise<string[]> {
  const own = describeSettings(await settingsOf(job));
  return [...own, ...describeSettings(everyJobSettings)].flatMap(({ env }) => [env, `${env}_FILE`]);
}
