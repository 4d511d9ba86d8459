import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { whyNoContainer } from '../../support/container-server.ts';
import { docker, execute } from './docker.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The images of this test run; undefined: no engine, so the tests are skipped. */
    images: Images | undefined;
  }
}

/** Where the images of one test run are: `<registry>/<name>:<tag>`. */
export interface Images {
  readonly registry: string;
  readonly tag: string;
  readonly pgadmin: string;
}

export const root = join(import.meta.dirname, '../../..');

/**
 * Vitest global setup: builds all images as users do, under a tag of their own, and removes them at the end. Without an
 * engine the tests are skipped, with a line that says so; REQUIRE_DOCKER=1 makes that a failure.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const obstacle = await whyNoContainer();
  if (obstacle !== undefined) {
    if (process.env.REQUIRE_DOCKER === '1') throw new Error(`REQUIRE_DOCKER=1, but ${obstacle}`);
    process.stderr.write(`\n*** CONTAINER TESTS SKIPPED, nothing proven: ${obstacle} ***\n\n`);
    project.provide('images', undefined);
    return async () => {};
  }
  const tag = `test-${crypto.randomUUID().slice(0, 8)}`;
  const registry = 'movement-etl-test';
  const pgadmin = `${registry}/pgadmin:${tag}`;
  const startedMs = performance.now();
  try {
    buildImages(registry, tag);
    await buildPgadmin(pgadmin);
  } catch (error) {
    await removeImages(registry, tag);
    throw error;
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  process.stderr.write(`\nImages for the container tests: ${registry}/*:${tag}, built in ${seconds} s\n\n`);
  project.provide('images', { registry, tag, pgadmin });
  return () => removeImages(registry, tag);
}

function buildImages(registry: string, tag: string): void {
  const script = join(root, 'scripts/images.ts');
  const args = [script, '--registry', registry, '--tag', tag];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the images could not be built:\n${stderr}`);
}

/**
 * The public image as it is, but for one made from PyPI's package of pgAdmin: there the package has no __init__.py, and a
 * start script that asks Python where it is finds nothing.
 */
async function buildPgadmin(image: string): Promise<void> {
  const folder = join(import.meta.dirname, 'pgadmin');
  const { exitCode, stderr } = await execute('docker', ['build', '--quiet', '--tag', image, folder]);
  if (exitCode !== 0) throw new Error(`the image of pgAdmin could not be built:\n${stderr}`);
}

async function removeImages(registry: string, tag: string): Promise<void> {
  const list = await docker('image', 'ls', '--quiet', '--filter', `reference=${registry}/*:${tag}`);
  const ids = [...new Set(list.split('\n').filter((id) => id !== ''))];
  if (ids.length > 0) await execute('docker', ['image', 'rm', '--force', ...ids]);
}
