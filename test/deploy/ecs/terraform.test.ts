import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deploy, variablesOf } from '../repository.ts';
import { findTool } from '../tool.ts';

/** A mirror of the provider `hashicorp/aws`: these tests have no network, and a registry would be asked otherwise. */
const PLUGINS = process.env.TF_PLUGIN_DIR ?? '/opt/tf-plugins';

const terraform = findTool({
  command: 'sh',
  args: ['-c', `test -d '${PLUGINS}' && terraform version`],
  expected: /^Terraform v1\.([7-9]|\d\d)/m,
  what: 'Terraform 1.7 or newer and the AWS provider in TF_PLUGIN_DIR',
  requiredBy: 'REQUIRE_TERRAFORM',
});

describe('the Terraform example', () => {
  it('gives every job only secrets that it knows', async () => {
    const source = readFileSync(join(deploy, 'ecs/main.tf'), 'utf8');
    const block = /secret_names = \{(.*?)\n {2}\}/s.exec(source)?.[1] ?? '';
    const secrets = [...block.matchAll(/^ *([a-z-]+) *= \[(.*)\]$/gm)].map(([, job = '', names = '']) => ({
      job,
      names: [...names.matchAll(/"(\w+)"/g)].map(([, name]) => name),
    }));

    expect(secrets).toHaveLength(4);
    for (const { job, names } of secrets)
      expect(await variablesOf(job)).toEqual(expect.arrayContaining(names));
  });

  describe.skipIf(terraform.obstacle !== undefined)('as Terraform reads it', () => {
    it('is formatted, valid, and starts the steps in order at the times of deployment.env', () => {
      const directory = copyOfTheExample();
      const init = ['init', '-backend=false', '-input=false', `-plugin-dir=${PLUGINS}`];

      expect(run(directory, 'fmt', '-check')).toMatchObject({ exitCode: 0 });
      expect(run(directory, ...init)).toMatchObject({ exitCode: 0 });
      expect(run(directory, 'validate')).toMatchObject({ exitCode: 0 });
      expect(run(directory, 'test')).toMatchObject({
        exitCode: 0,
        output: expect.stringContaining('4 passed, 0 failed'),
      });
    }, 180_000);
  });
});

/** Terraform writes beside what it reads. */
function copyOfTheExample(): string {
  const directory = mkdtempSync(join(tmpdir(), 'movement-etl-terraform-'));
  for (const part of ['ecs', 'deployment'])
    cpSync(join(deploy, part), join(directory, part), { recursive: true });
  return join(directory, 'ecs');
}

function run(directory: string, ...args: readonly string[]): { exitCode: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('terraform', [`-chdir=${directory}`, ...args, '-no-color'], {
    encoding: 'utf8',
  });
  return { exitCode: status, output: stdout + stderr };
}
