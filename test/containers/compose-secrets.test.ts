import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ComposeProject, createComposeProject } from './support/compose.ts';
import { docker } from './support/docker.ts';

const images = inject('images');

describe.skipIf(images === undefined)('the compose stack with credentials in files', () => {
  let project: ComposeProject;
  let folder: string;

  beforeAll(async () => {
    if (images === undefined) return;
    folder = await mkdtemp(join(tmpdir(), 'movement-etl-secrets-'));
    await chmod(folder, 0o755);
    await writeFile(join(folder, 'mobilize_america_api_key'), 'simulated-mobilize-key\n');
    await writeFile(join(folder, 'an_api_token'), 'canary-token\n');
    await writeFile(join(folder, 'google_drive_credentials'), '{}');
    await writeFile(join(folder, 'van_api_key'), 'canary-key');
    const files = ['docker-compose.yml', 'docker-compose.secrets.yml'];
    project = await createComposeProject(images, { files });
  });
  afterAll(async () => {
    await project?.compose(['--profile', 'jobs', 'down', '--volumes'], { SECRETS_FOLDER: folder });
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  it('gives them to the job, and not to whoever inspects its container', async () => {
    const name = `movement-etl-test-${crypto.randomUUID()}`;
    const run = ['run', '-T', '--name', name, 'mobilize-to-warehouse'];

    const { exitCode, stderr } = await project.compose(run, { SECRETS_FOLDER: folder });
    const inspected = await docker('inspect', name);
    await docker('rm', name);

    expect(exitCode, stderr).toBe(0);
    expect(inspected).toContain('MOBILIZE_AMERICA_API_KEY_FILE=/run/secrets/mobilize_america_api_key');
    expect(inspected).not.toContain('simulated-mobilize-key');
    expect(inspected).not.toContain('local-development-only');
  });

  it('uses the token of the file and no other', async () => {
    const run = ['run', '--rm', '-T', '--no-deps', 'warehouse-to-actionnetwork', 'check'];

    const { exitCode, stdout } = await project.compose(run, { SECRETS_FOLDER: folder });

    expect(exitCode).not.toBe(0);
    expect(stdout).toContain('AN_API_TOKEN');
    expect(stdout).not.toContain('canary-token');
  });
});
