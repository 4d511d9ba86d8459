import { parseEnv } from 'node:util';
import { EXIT_CODES } from '@movement-etl/lib/job';
import { describeSettings, readSettings } from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { settings } from '../../../status/config.ts';
import { readDeployment } from '../repository.ts';
import { Installation, systemd } from './installation.ts';

const UNIT = 'movement-etl-status.service';

describe('the status page of a single host', () => {
  const host = new Installation();
  const deployment = readDeployment();
  const unit = host
    .read(`etc/systemd/system/${UNIT}`)
    .replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => deployment[name] ?? whole);

  it('runs the image of deployment.env, locked in, on the loopback address only', () => {
    for (const option of [
      ` ${deployment.IMAGE_REGISTRY}/status:${deployment.IMAGE_TAG}`,
      `--env STATUS_TIME_ZONE=${deployment.TIME_ZONE}`,
      '--publish 127.0.0.1:9200:9200',
      '--env-file /etc/movement-etl/status.env',
      '--pull never',
      '--memory 512m',
      '--user 1000:1000',
      '--read-only',
      '--cap-drop ALL',
      '--security-opt no-new-privileges',
    ])
      expect(unit).toContain(option);
  });

  it('is kept up, except when its settings are wrong', () => {
    expect(unit).toMatch(/^Restart=always$/m);
    expect(unit).toMatch(new RegExp(`^RestartPreventExitStatus=${EXIT_CODES.configuration}$`, 'm'));
  });

  it('needs no more than its settings file has, and knows all of it', () => {
    const lines = Object.keys(parseEnv(host.read('etc/movement-etl/status.env')));
    const env = {
      DATABASE_URL: 'postgres://status@warehouse.example.org/warehouse',
      STATUS_TIME_ZONE: 'Etc/UTC',
    };
    const known = describeSettings(settings).map((setting) => setting.env);

    expect(known).toEqual(expect.arrayContaining([...lines, 'STATUS_TIME_ZONE']));
    expect(lines).toEqual(['DATABASE_URL']);
    expect(readSettings(settings, { env }).problems).toEqual([]);
  });

  it.skipIf(systemd.obstacle !== undefined)('is without fault, as systemd reads it', () => {
    expect(host.verify(UNIT)).toBe('');
  });
});
