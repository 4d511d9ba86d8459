import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root, settingsOf } from '../repository.ts';

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly default?: string;
}

interface Workflow {
  readonly workflow: {
    readonly tasks: Readonly<
      Record<
        string,
        {
          readonly action: string;
          readonly input: {
            readonly docker_image_name: string;
            readonly params: readonly Parameter[];
            readonly arguments: Readonly<Record<string, number>>;
          };
        }
      >
    >;
  };
}

/** The variables that Civis makes of a parameter. Source: civisanalytics/workflows-public, script_parameters.yml. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  credential_custom: ['_USERNAME', '_PASSWORD'],
  credential_redshift: ['_USERNAME', '_PASSWORD'],
  credential_aws: ['_ACCESS_KEY_ID', '_SECRET_ACCESS_KEY'],
  string: [''],
};

const page = readFileSync(join(root, 'docs/from-civis.md'), 'utf8');
const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
const tasks = Object.values((parse(yaml) as Workflow).workflow.tasks);

describe('the workflow of docs/from-civis.md', () => {
  it('has a task for each step', () => {
    const images = tasks.map(({ input }) => input.docker_image_name);

    expect(images).toEqual([
      'example/movement-etl-mobilize-to-warehouse',
      'example/movement-etl-warehouse-transform',
      'example/movement-etl-warehouse-to-actionnetwork',
    ]);
  });

  it.each(tasks)(
    'gives $input.docker_image_name what it needs, under the names that Civis makes',
    async ({ action, input }) => {
      const job = input.docker_image_name.replace('example/movement-etl-', '');
      const env = Object.fromEntries(
        input.params.flatMap(({ name, type, default: value = 'from-a-credential' }) =>
          (ENDINGS[type] ?? []).map((ending) => [name.toUpperCase() + ending, value]),
        ),
      );

      const { settings, problems } = readSettings(await settingsOf(job), { env });

      expect(action).toBe('civis.scripts.container');
      expect(problems).toEqual([]);
      expect(settings).toMatchObject({
        redshiftHost: 'warehouse.example.org',
        redshiftUser: 'from-a-credential',
      });
      const credentials = input.params.filter(({ type }) => type.startsWith('credential_'));
      expect(Object.keys(input.arguments).sort()).toEqual(credentials.map(({ name }) => name).sort());
    },
  );
});
