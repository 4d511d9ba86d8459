import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { jobNames } from './job-names.ts';
import { readOptions } from './options.ts';

/**
 * Builds the images in order: the runtime base, the build image, then one image a job, the simulators' and the status page's.
 *
 *   npm run images                                     movement-etl/<name>:<version>, for this machine
 *   npm run images -- --only mobilize-to-sheets
 *   npm run images -- --registry ghcr.io/acme --platform linux/amd64,linux/arm64 --push     (needs buildx)
 */
const values = readOptions(
  'npm run images [-- --only <name>] [--registry <registry>] [--tag <tag>] [--platform <platform,…>] [--push] [--source <url>] [--node-image <image>]',
  {
    registry: { type: 'string', default: 'movement-etl' },
    tag: { type: 'string', default: packageJson.version },
    only: { type: 'string', multiple: true },
    platform: { type: 'string' },
    push: { type: 'boolean', default: false },
    source: { type: 'string', default: '' },
    'node-image': { type: 'string', default: process.env.NODE_IMAGE || 'node:24-bookworm-slim' },
  },
);
const root = join(import.meta.dirname, '..');
/** Programs that are no jobs: each has a folder, a Dockerfile and a stage in Dockerfile.base. */
const servers = ['simulators', 'status'];
const names = [...jobNames(), ...servers];
const unknown = values.only?.filter((name) => !names.includes(name)) ?? [];
if (unknown.length > 0) fail(`no such image: ${unknown.join(', ')}. There are ${names.join(', ')}.`);

/** Several platforms, or a push with proof of origin, are BuildKit's business. */
const isBuildx = values.platform !== undefined || values.push;
const buildx = [
  ...(values.platform === undefined ? [] : ['--platform', values.platform]),
  ...(values.push ? ['--push', '--sbom=true', '--provenance=mode=max'] : ['--load']),
];
const command = isBuildx ? ['buildx', 'build', ...buildx] : ['build'];

const nodeImage = `NODE_IMAGE=${values['node-image']}`;
const wanted = names.filter((name) => values.only === undefined || values.only.includes(name));
build('base', 'Dockerfile.base', { buildArgs: [nodeImage], target: 'runtime' });
if (isBuildx) {
  // A builder of BuildKit's cannot use images of this machine, but it builds the same from the stages, without repeating one.
  for (const name of wanted) {
    const target = servers.includes(name) ? name : 'job';
    build(name, 'Dockerfile.base', { buildArgs: [nodeImage, `JOB=${name}`], target });
  }
} else {
  build('build', 'Dockerfile.base', { buildArgs: [nodeImage], target: 'build' });
  const buildArgs = [`BUILD_IMAGE=${image('build')}`, `BASE_IMAGE=${image('base')}`];
  for (const name of wanted) {
    const folder = servers.includes(name) ? name : join('jobs', name);
    build(name, join(folder, 'Dockerfile'), { buildArgs });
  }
}

function image(name: string): string {
  return `${values.registry}/${name}:${values.tag}`;
}

interface BuildOptions {
  readonly buildArgs: readonly string[];
  readonly target?: string;
}

function build(name: string, file: string, { buildArgs, target }: BuildOptions): void {
  process.stdout.write(`building ${image(name)}\n`);
  const { status } = spawnSync(
    'docker',
    [
      ...command,
      ...['--quiet', '--tag', image(name), '--file', file],
      ...(target === undefined ? [] : ['--target', target]),
      ...buildArgs.flatMap((argument) => ['--build-arg', argument]),
      ...labels(name).flatMap((label) => ['--label', label]),
      '.',
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status !== 0) fail(`${image(name)} could not be built`);
}

/** The image's title, origin and age, under the names of the OCI. */
function labels(name: string): string[] {
  const { version, license, description } = packageJson;
  const facts = {
    title: name,
    description,
    version,
    licenses: license,
    revision: git('rev-parse', 'HEAD'),
    created: git('log', '-1', '--format=%cI'),
    ...(values.source === '' ? {} : { source: values.source }),
  };
  return Object.entries(facts).map(([key, value]) => `org.opencontainers.image.${key}=${value}`);
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

function fail(problem: string): never {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
