import { readFileSync } from 'node:fs';
import { connectWarehouse, type Warehouse } from '@movement-etl/lib/warehouse';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { TARGETS, writeSimulatedWeek } from '../../../scripts/simulated-week.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { type StatusSite, startStatusSite } from './status-site.ts';

const NOW = new Date('2026-11-21T12:00:00Z');
const ATTACK = '<script>alert("canary")</script>';
const CANARIES = ['Canary-Given', 'canary.person@example.org', '5125550199'];

let database: TestDatabase;
let warehouse: Warehouse;
let site: StatusSite;
beforeAll(async () => {
  database = await createTestDatabase();
  warehouse = await connectWarehouse(database.settings);
  await writeSimulatedWeek(warehouse, { now: NOW });
  await warehouse.execute('INSERT INTO mobilize.users_to_sync VALUES ($1, $2, $2, $3, $4, NULL, NULL)', [
    1,
    ...CANARIES,
  ]);
  await warehouse.execute(
    `INSERT INTO etl.job_runs (run_id, job, target, status, exit_code, started_at, error_class, error_message)
     VALUES ('attack', 'of-others', 'elsewhere', 'failed', 1, $1, 'PermanentError', $2)`,
    [new Date('2026-11-21T11:00:00Z'), ATTACK],
  );
  site = await startStatusSite(database.url, NOW);
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  await warehouse.close();
  await database.drop();
});

interface StatusJson {
  readonly jobs: readonly {
    readonly job: string;
    readonly last: { readonly state: string };
    readonly isLate: boolean;
    readonly days: readonly { readonly day: string; readonly runs: number; readonly runsFailed: number }[];
  }[];
  readonly backlog: Readonly<Record<string, number>> | null;
}
const status = async () => (await site.get('/api/status')).json() as Promise<StatusJson>;

describe('the status page', () => {
  it('says first how many jobs need somebody, and puts these first', async () => {
    const page = await site.text('/');

    expect(page).toContain('<title>4 of 6 jobs need somebody</title>');
    const order = [...page.matchAll(/<h2>([a-z-]+)<\/h2>/g)].map(([, job]) => job);
    expect(order.slice(4, 6)).toEqual(['mobilize-to-warehouse', 'warehouse-transform']);
  });

  it('shows a failed run with its error and what to do next', async () => {
    const page = await site.text('/');

    expect(page).toContain('<b>ConfigError</b> Action Network refuses the key (status 403)');
    expect(page).toContain('Mend what the message names');
  });

  it('shows a job that has not run as late, and since when', async () => {
    const page = await site.text('/');

    expect(page).toContain('Last done Wed 18 Nov, 00:00, 3 days ago; expected by Thu 19 Nov, 02:00.');
    expect(page).toContain('Look at the scheduler');
  });

  it('shows why people were left out, how many, and what to do about it', async () => {
    const page = await site.text('/');

    expect(page).toMatch(
      />4<\/td>[\s\S]*Action Network refused the e-mail address[\s\S]*Correct their data at the source/,
    );
    expect(page).toMatch(/>3<\/td>[\s\S]*status 503[\s\S]*the next run tries them again/);
    expect(page).toContain('The next run sends 216 people');
  });

  it('shows text from outside as text', async () => {
    const page = await site.text('/');

    expect(page).toContain('&lt;script&gt;alert(&quot;canary&quot;)&lt;/script&gt;');
    expect(page).not.toContain('<script');
  });
});

describe('/api/status', () => {
  it('has every job with its state, and a killed run as killed before anybody has written it down', async () => {
    const { jobs } = await status();

    expect(Object.fromEntries(jobs.map(({ job, last, isLate }) => [job, [last.state, isLate]]))).toEqual({
      'mobilize-to-sheets': ['partial', true],
      'mobilize-to-warehouse': ['succeeded', false],
      'of-others': ['failed', false],
      'warehouse-to-actionnetwork': ['failed', true],
      'warehouse-to-sheets': ['killed', true],
      'warehouse-transform': ['succeeded', false],
    });
  });

  it('has two weeks of days, those without a run too, and the killed run among the failed ones', async () => {
    const { jobs } = await status();

    const days = jobs.find(({ job }) => job === 'warehouse-to-sheets')?.days ?? [];
    expect([days.length, days[0]?.day, days[0]?.runs]).toEqual([14, '2026-11-08', 0]);
    expect(days.at(-1)).toMatchObject({ day: '2026-11-21', runs: 1, runsFailed: 1 });
  });

  it('calls a run running while its lease is', async () => {
    await warehouse.execute(
      `INSERT INTO etl.job_leases (target, job, run_id, fence, acquired_at, renewed_at, expires_at)
       SELECT target, job, run_id, 1, started_at, started_at, $1 FROM etl.last_runs WHERE job = 'warehouse-to-sheets'`,
      [new Date('2026-11-21T12:00:30Z')],
    );

    const { jobs } = await status();
    await warehouse.execute('DELETE FROM etl.job_leases');

    const job = jobs.find(({ job }) => job === 'warehouse-to-sheets');
    expect([job?.last.state, job?.isLate]).toEqual(['running', false]);
  });

  it('goes on without the list of people, where a transform has done away with it', async () => {
    await warehouse.execute('ALTER TABLE mobilize.users_to_sync RENAME TO put_aside');

    const { backlog, jobs } = await status();
    const page = await site.text('/');
    await warehouse.execute('ALTER TABLE mobilize.put_aside RENAME TO users_to_sync');

    expect([backlog ?? null, jobs.length]).toEqual([null, 6]);
    expect(page).toContain('That cannot be told');
  });
});

describe('the other addresses', () => {
  it('tell Prometheus of last runs, late jobs and people, in its own words', async () => {
    const response = await site.get('/metrics');
    const text = await response.text();

    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain('\netl_warehouse_up 1\n');
    const labels = `job="mobilize-to-sheets",target="${TARGETS['mobilize-to-sheets']}"`;
    expect(text).toContain(`\netl_job_late{${labels}} 1\n`);
    expect(text).toContain(
      `\netl_last_success_timestamp_seconds{${labels}} ${Date.UTC(2026, 10, 18, 5) / 1000}\n`,
    );
    expect(text).toContain('\netl_people_to_sync{standing="retry"} 3\n');
    expect(text).toContain('\netl_people_left_out{job="warehouse-to-actionnetwork",outcome="failed"} 4\n');
    expect(text.replaceAll(/^#.*\n/gm, '')).toMatch(/^([a-z_]+(\{.*\})? [\d.]+\n)+$/);
  });

  it('are healthy while the warehouse answers, however the jobs are', async () => {
    const response = await site.get('/health');

    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  it.each(['/', '/api/status', '/health', '/metrics', '/style.css', '/nothing'])(
    '%s forbids everything that it does not need',
    async (path) => {
      const { headers } = await site.get(path);

      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self';/);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('answer GET and HEAD only, and nothing that is not there', async () => {
    const [post, head, nothing, inherited] = await Promise.all([
      site.get('/', { method: 'POST' }),
      site.get('/', { method: 'HEAD' }),
      site.get('/../sql/reports/backlog.sql'),
      site.get('/constructor'),
    ]);

    expect([post.status, head.status, await head.text()]).toEqual([405, 200, '']);
    expect([nothing.status, inherited.status]).toEqual([404, 404]);
  });

  it.each(['/', '/api/status', '/metrics'])('%s names no person', async (path) => {
    const text = await site.text(path);

    expect([...CANARIES, 'Simulated 5', 'person-5'].filter((canary) => text.includes(canary))).toEqual([]);
  });
});

describe('what it may do', () => {
  it('is covered by the rights in its README, which are to read', async () => {
    const readme = readFileSync(new URL('../../../status/README.md', import.meta.url), 'utf8');
    const [, grants = ''] = /```sql\n(CREATE USER status[\s\S]*?)```/.exec(readme) ?? [];
    const user = `status_${database.name}`;
    await warehouse.execute(grants.replaceAll(/\bstatus\b/g, user).replace('…', 'test-only'));
    const url = new URL(database.url);
    url.username = user;
    url.password = 'test-only';

    const reader = await startStatusSite(url.href, NOW);
    const answer = await reader.text('/api/status');
    await reader[Symbol.asyncDispose]();
    await warehouse.execute(`DROP OWNED BY ${user}; DROP USER ${user}`);

    const { jobs, backlog } = JSON.parse(answer) as StatusJson;
    expect([jobs.length, backlog?.new]).toEqual([6, 213]);
  });
});

describe('a warehouse', () => {
  it('in which nothing has run yet is no failure', async () => {
    const empty = await createTestDatabase({ migrated: false });
    const newcomer = await startStatusSite(empty.url, NOW);

    const page = await newcomer.text('/');
    const health = await newcomer.get('/health');
    const tables = await tablesOf(empty.url);
    await newcomer[Symbol.asyncDispose]();
    await empty.drop();

    expect(page).toContain('No runs yet');
    expect(page).toContain('The first run makes the tables');
    expect(health.status).toBe(200);
    expect(tables).toBe(0);
  });

  it('that is away is said so, without its password, and waited for', async () => {
    const gone = new URL(inject('postgresUrl'));
    gone.port = '1';
    gone.password = 'canary-password';
    const lost = await startStatusSite(gone.href, NOW);

    const answers = await Promise.all(
      ['/', '/api/status', '/health', '/metrics'].map(async (path) => {
        const response = await lost.get(path);
        return { status: response.status, text: await response.text() };
      }),
    );
    await lost[Symbol.asyncDispose]();

    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 200]);
    expect(answers[0]?.text).toContain('The warehouse cannot be read');
    expect(answers[3]?.text).toContain('\netl_warehouse_up 0\n');
    expect(answers.map(({ text }) => text).join()).not.toContain('canary-password');
  });
});

async function tablesOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rowCount } = await client.query("SELECT 1 FROM pg_namespace WHERE nspname IN ('etl', 'mobilize')");
  await client.end();
  return rowCount ?? 0;
}
