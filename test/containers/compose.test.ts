import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser } from './support/browser.ts';
import { type ComposeProject, createComposeProject } from './support/compose.ts';

const images = inject('images');
const WORKFLOW = ['--profile', 'jobs', 'run', '--rm', '-T', 'warehouse-to-actionnetwork'];

describe.skipIf(images === undefined)('the compose stack', () => {
  let project: ComposeProject;

  beforeAll(async () => {
    if (images === undefined) return;
    project = await createComposeProject(images);
    const { exitCode, stderr } = await project.compose(['up', '--detach', '--no-build']);
    expect(exitCode, stderr).toBe(0);
  });
  afterAll(() => project?.[Symbol.asyncDispose]());

  it('says in its log what to do next, with the ports it was given', async () => {
    await expect
      .poll(async () => (await project.compose(['logs', 'simulators'])).stdout, { timeout: 30_000 })
      .toContain('docker compose run --rm mobilize-to-sheets');

    const { stdout } = await project.compose(['logs', 'simulators']);

    expect(stdout).toContain(project.simulatorsUrl);
    expect(stdout).toContain(project.pgadminUrl);
    expect(stdout).toContain(project.statusUrl);
  });

  it('starts no job by itself', async () => {
    const { stdout } = await project.compose(['ps', '--all', '--services']);

    expect(stdout.trim().split('\n').sort()).toEqual(expect.arrayContaining(['simulators', 'warehouse']));
    expect(await project.query("SELECT to_regclass('etl.job_runs') IS NULL")).toEqual([['t']]);
  });

  it('stops the workflow where a step fails', async () => {
    const { exitCode } = await project.compose(WORKFLOW, { MOBILIZE_AMERICA_API_KEY: 'wrong' });

    expect(exitCode).not.toBe(0);
    expect(await project.query('SELECT job, status FROM etl.job_runs')).toEqual([
      ['mobilize-to-warehouse', 'failed'],
    ]);
    await project.compose(['--profile', 'jobs', 'rm', '--force', 'mobilize-to-warehouse']);
  });

  it('extracts, transforms and loads in order, and everybody is in Action Network', async () => {
    const { exitCode, stderr } = await project.compose(WORKFLOW);

    expect([0, 3], stderr).toContain(exitCode);
    const done = "SELECT job FROM etl.job_runs WHERE status <> 'failed' ORDER BY started_at";
    expect(await project.query(done)).toEqual([
      ['mobilize-to-warehouse'],
      ['warehouse-transform'],
      ['warehouse-to-actionnetwork'],
    ]);
    const [[attendances] = []] = await project.query('SELECT count(*) FROM mobilize.attendances');
    const synced = await project.query(
      'SELECT DISTINCT actionnetworkid FROM mobilize.mobilize_to_actionnetwork_log WHERE synced ORDER BY 1',
    );
    const { people } = await state<{ people: { uuid: string; tags: string[] }[] }>('actionNetwork');
    expect(Number(attendances)).toBeGreaterThanOrEqual(19);
    expect(synced.flat()).toEqual(people.map(({ uuid }) => uuid).sort());
    expect(people.every(({ tags }) => tags.includes('Mobilize Event Attendee'))).toBe(true);
  });

  it('starts every step again when the workflow is run again, and sends nobody twice', async () => {
    const before = await state<{ people: unknown[] }>('actionNetwork');

    const { exitCode } = await project.compose(WORKFLOW);

    expect(exitCode).toBe(0);
    expect(await state('actionNetwork')).toEqual(before);
    const runs = "SELECT job, count(*) FROM etl.job_runs WHERE status <> 'failed' GROUP BY job ORDER BY job";
    expect(await project.query(runs)).toEqual([
      ['mobilize-to-warehouse', '2'],
      ['warehouse-to-actionnetwork', '2'],
      ['warehouse-transform', '2'],
    ]);
  });

  it('brings attendances to a spreadsheet with credentials from a volume', async () => {
    const { exitCode, stdout } = await project.compose(['run', '--rm', '-T', 'mobilize-to-sheets']);

    expect(exitCode, stdout).toBe(0);
    expect(JSON.stringify(await state('google'))).toContain('Sign-ups by event');
  });

  it('passes on what .env sets, and hands flags to the job', async () => {
    const check = ['run', '--rm', '-T', '--no-deps', 'mobilize-to-sheets', 'check'];

    const { exitCode, stdout } = await project.compose(check, { SPREADSHEET_ID: 'not-there' });

    expect(stdout).toContain('Google knows no spreadsheet with this id');
    expect(exitCode).toBe(2);
  });

  it('opens pgAdmin without a login, with the warehouse in it and no password to type', async () => {
    await expect.poll(() => answers(`${project.pgadminUrl}/misc/ping`), { timeout: 60_000 }).toBe(true);
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(project.pgadminUrl);
      await page.getByText('movement-etl').first().dblclick({ timeout: 60_000 });

      // The only server of the group opens with it, which is to say that pgAdmin has connected.
      await page.getByText('warehouse', { exact: true }).first().waitFor();
      await page.getByText('Databases').first().waitFor({ timeout: 60_000 });

      if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/pgadmin.png` });
      expect(await page.locator('input[type=password]:visible').count()).toBe(0);
    } finally {
      await browser.close();
    }
  });

  async function state<Answer>(name: string): Promise<Answer> {
    const answer = await fetch(`${project.simulatorsUrl}/__control/state/${name}`);
    return (await answer.json()) as Answer;
  }
});

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
