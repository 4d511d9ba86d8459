import { describe, expect, it } from 'vitest';
import { readDeployment } from '../repository.ts';
import { Installation } from './installation.ts';

describe('the crontab', () => {
  it('has the zone and the times of deployment.env', () => {
    const deployment = readDeployment();
    const crontab = new Installation({ args: ['--cron'] }).read('etc/cron.d/movement-etl');
    const run = 'root /usr/local/lib/movement-etl/run-job';

    expect(crontab).toContain(`\nCRON_TZ=${deployment.TIME_ZONE}\n`);
    expect(crontab).toContain(
      `\n${deployment.MOBILIZE_TO_ACTIONNETWORK_SCHEDULE} ${run} mobilize-to-actionnetwork `,
    );
    expect(crontab).toContain(`\n${deployment.MOBILIZE_TO_SHEETS_SCHEDULE} ${run} mobilize-to-sheets `);
  });

  it('comes instead of timers, so that nothing is started twice', () => {
    const host = new Installation({ args: ['--cron'] });

    expect(() => host.onCalendar('mobilize-to-sheets')).toThrow('ENOENT');
  });
});
