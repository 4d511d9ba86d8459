import { EXIT_CODES, LEASE_TTL_SECONDS } from '@movement-etl/lib/job';
import { describe, expect, it } from 'vitest';
import { readDeployment } from '../repository.ts';
import { Installation, nextElapse, systemd } from './installation.ts';

const TIMERS = ['mobilize-to-actionnetwork', 'mobilize-to-sheets'];

describe('the systemd units', () => {
  it('start at the times of deployment.env', () => {
    const { TIME_ZONE } = readDeployment();
    const host = new Installation();

    expect(host.problem).toBe('');
    expect(host.onCalendar('mobilize-to-actionnetwork')).toBe(`*-*-* 01:00:00 ${TIME_ZONE}`);
    expect(host.onCalendar('mobilize-to-sheets')).toBe(`*-*-* 05:00:00 ${TIME_ZONE}`);
  });

  it('follow deployment.env when it changes', () => {
    const host = new Installation({
      deployment: deploymentWith({ schedule: '08 19 * * *', zone: 'Etc/UTC' }),
    });

    expect(host.onCalendar('mobilize-to-actionnetwork')).toBe('*-*-* 19:08:00 Etc/UTC');
  });

  it.each(['*/5 * * * *', '0 1 * * 1', '0 1 1 * *'])(
    'refuse a schedule that is not daily: %s',
    (schedule) => {
      const host = new Installation({ deployment: deploymentWith({ schedule, zone: 'Etc/UTC' }) });

      expect(host.problem).toContain('daily schedules');
    },
  );

  it('repeat as the exit codes say, and longer than a lease outlives its holder', () => {
    const service = new Installation().read('etc/systemd/system/movement-etl@.service');
    const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(service)?.[1];
    const { configuration, partial, stoppedBySigterm } = EXIT_CODES;
    const repeats = Number(value('StartLimitBurst')) - 1;

    expect(value('Restart')).toBe('on-failure');
    expect(value('RestartPreventExitStatus')).toBe(`${configuration} ${partial} ${stoppedBySigterm} SIGTERM`);
    expect(repeats * Number(value('RestartSec'))).toBeGreaterThan(LEASE_TTL_SECONDS);
  });

  describe.skipIf(systemd.obstacle !== undefined)('as systemd reads them', () => {
    it.each(TIMERS)('are without fault: %s', (timer) => {
      const host = new Installation();

      expect(host.verify(`movement-etl@${timer}.timer`)).toBe('');
      expect(host.verify(`movement-etl@${timer}.service`)).toBe('');
    });

    it('would be found faulty if they were', () => {
      const host = new Installation();
      host.write(
        'etc/systemd/system/movement-etl@mobilize-to-sheets.timer.d/schedule.conf',
        '[Timer]\nOnCalendar=25:00\n',
      );

      expect(host.verify('movement-etl@mobilize-to-sheets.timer')).not.toBe('');
    });

    it('start at 01:00 of the zone in winter and in summer, and once when the clock is set back', () => {
      const onCalendar = new Installation().onCalendar('mobilize-to-actionnetwork') ?? '';

      expect(nextElapse(onCalendar, '2026-01-10 00:00:00 UTC')).toBe('2026-01-10 06:00:00 UTC');
      expect(nextElapse(onCalendar, '2026-07-10 00:00:00 UTC')).toBe('2026-07-10 05:00:00 UTC');
      expect(nextElapse(onCalendar, '2026-11-01 05:00:01 UTC')).toBe('2026-11-02 06:00:00 UTC');
    });
  });
});

function deploymentWith({ schedule, zone }: { schedule: string; zone: string }): string {
  return [
    `TIME_ZONE=${zone}`,
    `MOBILIZE_TO_ACTIONNETWORK_SCHEDULE=${schedule}`,
    'MOBILIZE_TO_SHEETS_SCHEDULE=0 5 * * *',
    'IMAGE_REGISTRY=movement-etl',
    'IMAGE_TAG=0.1.0',
    '',
  ].join('\n');
}
