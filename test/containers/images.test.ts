import { spawn } from 'node:child_process';
import { createGzip } from 'node:zlib';
import { describe, expect, inject, it } from 'vitest';
import { jobNames } from '../deploy/repository.ts';
import { docker, execute } from './support/docker.ts';

const images = inject('images');
const MEBIBYTE = 1024 * 1024;

interface ImageConfig {
  readonly User: string;
  readonly Entrypoint: readonly string[];
  readonly Env: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
}

describe.skipIf(images === undefined).each(jobNames())('the image of %s', (job) => {
  const image = `${images?.registry}/${job}:${images?.tag}`;
  const node = (script: string) => docker('run', '--rm', '--entrypoint', 'node', image, '-e', script);

  it('starts node itself, as uid 1000 by number, in UTC, and says what it is', async () => {
    const config = await configOf(image);

    expect(config.User).toBe('1000:1000');
    expect(config.Entrypoint).toEqual(['node', '/app/jobs/job/main.mjs']);
    expect(config.Env).toEqual(expect.arrayContaining(['TZ=UTC', 'NODE_ENV=production']));
    expect(config.Labels).toMatchObject({
      'org.opencontainers.image.title': job,
      'org.opencontainers.image.version': expect.stringMatching(/^\d+\.\d+\.\d+$/),
      'org.opencontainers.image.revision': expect.stringMatching(/^([0-9a-f]{40}|unknown)$/),
      'org.opencontainers.image.licenses': 'Apache-2.0',
    });
  });

  it('has no shell and no package manager', async () => {
    const entryPoints = ['sh', 'bash', 'npm', 'apt-get'];

    const ends = await Promise.all(
      entryPoints.map((name) => execute('docker', ['run', '--rm', '--entrypoint', name, image])),
    );

    expect(ends.map(({ exitCode }) => exitCode)).toEqual([127, 127, 127, 127]);
  });

  it('owns nothing that it runs: files and folders belong to root', async () => {
    const owners = await node(`
      const fs = require('node:fs');
      const paths = ['/app', ...fs.readdirSync('/app', { recursive: true }).map((path) => '/app/' + path), process.execPath];
      console.log([...new Set(paths.map((path) => fs.statSync(path).uid))].join());
    `);

    expect(owners).toBe('0');
  });

  it('carries its source map and the licences of what is in it', async () => {
    const files = await node(
      "console.log(require('node:fs').readdirSync('/app/jobs/job').sort().join(), require('node:fs').readdirSync('/licenses').join())",
    );
    const licences = await node(
      "console.log(require('node:fs').readFileSync('/app/jobs/job/THIRD-PARTY-LICENSES.txt', 'utf8'))",
    );

    expect(files).toContain('THIRD-PARTY-LICENSES.txt');
    expect(files).toContain('main.mjs,main.mjs.map');
    expect(files).toContain('libc6');
    expect(licences).toMatch(/^zod \d/m);
    expect(licences).toContain('Permission is hereby granted, free of charge');
  });

  it('has the libraries of the pretty log, which are loaded when they are needed', async () => {
    const { exitCode, stdout } = await execute('docker', ['run', '--rm', image, '--log-format', 'pretty']);

    expect(stdout).toMatch(/exit code +2/);
    expect(exitCode).toBe(2);
  });

  it('shows its help, and adds less than 5 MB to the base', async () => {
    const help = await docker('run', '--rm', '--read-only', image, '--help');
    const sizes = (await docker('history', '--human=false', '--format', '{{.Size}} {{.CreatedBy}}', image))
      .split('\n')
      .filter((line) => /(COPY|ENTRYPOINT).*(\/app|main\.mjs)/.test(line) || /COPY.*\/app\//.test(line))
      .map((line) => Number(line.split(' ')[0]));

    expect(help).toMatch(new RegExp(`^${job} \\d`));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5_000_000);
  });
});

describe.skipIf(images === undefined)('an image as it is pulled', () => {
  it('is at most 90 MiB large', async () => {
    const bytes = await compressedBytes(`${images?.registry}/mobilize-to-sheets:${images?.tag}`);

    expect(bytes / MEBIBYTE).toBeLessThan(90);
  });
});

async function configOf(image: string): Promise<ImageConfig> {
  return JSON.parse(await docker('image', 'inspect', '--format', '{{json .Config}}', image));
}

/** What `docker save | gzip -6` gives. */
async function compressedBytes(image: string): Promise<number> {
  const save = spawn('docker', ['save', image], { stdio: ['ignore', 'pipe', 'inherit'] });
  let bytes = 0;
  for await (const chunk of save.stdout.pipe(createGzip({ level: 6 }))) bytes += chunk.length;
  return bytes;
}
