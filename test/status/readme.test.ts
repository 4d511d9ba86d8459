import { readFileSync } from 'node:fs';
import { describeSettings } from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { settings } from '../../status/config.ts';
import { readComposeFile } from '../deploy/compose/compose-files.ts';

const readme = readFileSync(new URL('../../status/README.md', import.meta.url), 'utf8');
const described = describeSettings(settings);

describe('the settings of the status page', () => {
  it.each(described.filter(({ group }) => group !== 'Redshift'))(
    '$env stands in the README as it is',
    (setting) => {
      const line = readme.split('\n').find((text) => text.startsWith(`| \`${setting.env}\``)) ?? '';

      expect(line).toContain(setting.description);
      if (setting.defaultText !== undefined) expect(line).toContain(`\`${setting.defaultText}\``);
    },
  );

  it('reach its container under compose, but for the address, which is the image’s', () => {
    const given = Object.keys(readComposeFile('docker-compose.yml').status?.environment ?? {});
    const wanted = described.map(({ env }) => env);
    const notThere = ['STATUS_HOST', 'STATUS_PORT', 'AWS_PROFILE'];

    expect(given.filter((name) => !name.endsWith('_FILE')).sort()).toEqual(
      wanted.filter((name) => !notThere.includes(name)).sort(),
    );
  });

  it('let its container write nothing and gain no rights', () => {
    expect(readComposeFile('docker-compose.yml').status).toMatchObject({
      read_only: true,
      init: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });
});
