import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { connectWarehouse } from '@movement-etl/lib/warehouse';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStatusPage, type StatusPage } from '../../../scripts/run-status-page.ts';
import { writeSimulatedWeek } from '../../../scripts/simulated-week.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const hasChromium = existsSync(chromiumPath);
if (!hasChromium) {
  process.stderr.write(
    `\n*** NOT TESTED: the status page in a browser. There is no ${chromiumPath}; install Chromium or set CHROMIUM_PATH. ***\n\n`,
  );
}

interface Seen {
  readonly overflow: number;
  readonly background: string;
  readonly bars: number;
  readonly redBars: number;
  readonly scripts: number;
}

/** Run in the browser, which is why it is a text. */
const LOOK = `({
  overflow: document.documentElement.scrollWidth - window.innerWidth,
  background: getComputedStyle(document.body).backgroundColor,
  bars: document.querySelectorAll('.plot .bar').length,
  redBars: document.querySelectorAll('.plot .bar.bad').length,
  scripts: document.scripts.length,
})`;

let database: TestDatabase;
let site: StatusPage;
beforeAll(async () => {
  database = await createTestDatabase();
  const warehouse = await connectWarehouse(database.settings);
  await writeSimulatedWeek(warehouse, { now: new Date() });
  await warehouse.close();
  site = await runStatusPage(database.url, { port: 0 });
});
afterAll(async () => {
  await site.stop();
  await database.drop();
});

describe.runIf(hasChromium)('the status page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  it.each([
    { width: 1280, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
    { width: 390, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
  ] as const)('fits $width pixels in $colorScheme, styled, drawn and without a complaint', async (look) => {
    const page = await browser.newPage({
      viewport: { width: look.width, height: 900 },
      colorScheme: look.colorScheme,
    });
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('requestfailed', (request) => problems.push(request.url()));

    await page.goto(site.url);
    await page.locator('summary').first().click();
    const seen = await page.evaluate<Seen>(LOOK);
    await page.close();

    const paper = look.colorScheme === 'light' ? 'rgb(251, 250, 248)' : 'rgb(22, 24, 27)';
    expect(seen).toMatchObject({ overflow: 0, background: paper, redBars: 4, scripts: 0 });
    expect(seen.bars).toBeGreaterThan(60);
    expect(problems).toEqual([]);
  });
});

describe('the program', () => {
  const main = join(import.meta.dirname, '../../../status/main.ts');

  it('ends with 0 when it is told to stop', async () => {
    const page = await runStatusPage(database.url, { port: 0 });

    await page.stop();

    expect(await page.ended).toEqual([0, null]);
  });

  it('says what to do when its port is in use', async () => {
    const port = Number(new URL(site.url).port);

    await expect(runStatusPage(database.url, { port })).rejects.toThrow(
      `It cannot listen on 127.0.0.1:${port}: the port is in use; set STATUS_PORT to another.`,
    );
  });

  it('ends with 2 and names every setting that is wrong', async () => {
    const env = {
      ...process.env,
      DATABASE_URL: database.url,
      STATUS_PORT: 'x',
      STATUS_TIME_ZONE: 'Moon/Base',
    };
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [output, [exitCode]] = await Promise.all([
      Array.fromAsync(child.stdout.setEncoding('utf8')),
      once(child, 'exit'),
    ]);

    expect(exitCode).toBe(2);
    expect(output.join('')).toContain('STATUS_PORT must be a whole number');
    expect(output.join('')).toContain('STATUS_TIME_ZONE must be a name like America/New_York');
  });
});
