import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ComposeProject, createComposeProject } from './support/compose.ts';
import { docker, execute } from './support/docker.ts';
import { root } from './support/images.ts';

const images = inject('images');
/** A snapshot is ten seconds old at most, and a warehouse that is away is noticed in less. */
const SOON = { timeout: 60_000, interval: 1_000 };

describe.skipIf(images === undefined)('the status page of the compose stack', () => {
  let project: ComposeProject;

  beforeAll(async () => {
    if (images === undefined) return;
    project = await createComposeProject(images);
    const { exitCode, stderr } = await project.compose(['up', '--detach', '--no-build']);
    expect(exitCode, stderr).toBe(0);
  });
  afterAll(() => project?.[Symbol.asyncDispose]());

  it('is there by default, and says what to do before any job has run', async () => {
    await expect.poll(() => answerOf('/health'), SOON).toMatchObject({ status: 200 });

    expect(await answerOf('/')).toMatchObject({
      status: 200,
      text: expect.stringContaining('No job has run against this warehouse.'),
    });
    await expect.poll(() => stateOf('{{.State.Health.Status}}'), SOON).toBe('healthy');
  });

  it('cannot write, runs as uid 1000, and has no shell', async () => {
    const shell = ['run', '--rm', '--entrypoint', 'sh', await stateOf('{{.Image}}')];

    expect(await stateOf('{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}')).toBe(
      '1000:1000 true [ALL]',
    );
    expect((await execute('docker', shell)).exitCode).toBe(127);
  });

  it('shows a run, on the page and in the metrics', async () => {
    const { exitCode } = await project.compose(['run', '--rm', '-T', 'mobilize-to-warehouse']);

    expect(exitCode).toBe(0);
    await expect
      .poll(() => answerOf('/'), SOON)
      .toMatchObject({ text: expect.stringContaining('<h2>mobilize-to-warehouse</h2>') });
    const { text } = await answerOf('/metrics');
    expect(text).toContain('etl_warehouse_up 1');
    expect(text).toMatch(/^etl_job_late\{job="mobilize-to-warehouse",.*\} 0$/m);
  });

  it('says so while the warehouse is away, and goes on when it is back', async () => {
    await project.compose(['stop', 'warehouse']);

    await expect.poll(() => answerOf('/health'), SOON).toMatchObject({ status: 503 });
    expect((await answerOf('/')).text).toContain('The warehouse cannot be read');

    await project.compose(['start', 'warehouse']);

    await expect.poll(() => answerOf('/health'), SOON).toMatchObject({ status: 200 });
  });

  it('ends with 0 when it is told to stop, and has put no secret in its log', async () => {
    await project.compose(['stop', 'status']);

    const { stdout } = await project.compose(['logs', 'status']);
    const password = readFileSync(join(root, 'deploy/compose/warehouse-password'), 'utf8').trim();
    expect(await stateOf('{{.State.ExitCode}}')).toBe('0');
    expect(stdout).toContain('"msg":"listening"');
    expect(stdout).not.toContain(password);
  });

  it('ends with 2 and says what is missing when nothing is set', async () => {
    const { exitCode, stdout } = await execute('docker', ['run', '--rm', await stateOf('{{.Image}}')]);

    expect(exitCode).toBe(2);
    expect(stdout).toContain('DATABASE_URL');
  });

  async function answerOf(path: string): Promise<{ status: number; text: string }> {
    try {
      const answer = await fetch(project.statusUrl + path);
      return { status: answer.status, text: await answer.text() };
    } catch {
      return { status: 0, text: 'no answer' };
    }
  }

  /** What Docker knows of the container, in the words of its templates. */
  async function stateOf(format: string): Promise<string> {
    const { stdout } = await project.compose(['ps', '--all', '--quiet', 'status']);
    return docker('inspect', '--format', format, stdout.trim());
  }
});
