import { existsSync } from 'node:fs';
import { type RunningSimulators, startSimulators } from '@movement-etl/simulators';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const hasChromium = existsSync(chromiumPath);
if (!hasChromium) {
  process.stderr.write(
    `\n*** NOT TESTED: the page of the simulators in a browser. There is no ${chromiumPath}; install Chromium or set CHROMIUM_PATH. ***\n\n`,
  );
}

const attack = '<img src=x onerror="window.attacked = true">';
let simulators: RunningSimulators;

beforeAll(async () => {
  simulators = await startSimulators({ attendances: 120, rateLimits: false });
  await fillIn(simulators);
});
afterAll(() => simulators.close());

/** A sheet with a rule, a note and a formula; one person, one message, some requests. */
async function fillIn({ url, env }: RunningSimulators): Promise<void> {
  const post = (target: string, body: object, headers: Record<string, string> = {}) =>
    fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const rows = Array.from({ length: 400 }, (_, row) => ({
    values: [
      { userEnteredValue: { stringValue: row === 0 ? 'name' : row === 1 ? attack : `person ${row}` } },
      { userEnteredValue: row === 0 ? { stringValue: 'attended' } : { boolValue: row % 2 === 0 } },
    ],
  }));
  const rule = {
    ranges: [{ sheetId: 0, startRowIndex: 1, endColumnIndex: 2 }],
    booleanRule: {
      condition: { type: 'CUSTOM_FORMULA', values: [{ userEnteredValue: '=AND(ISLOGICAL($B2),NOT($B2))' }] },
      format: { backgroundColor: { red: 1 } },
    },
  };
  await post(`${url}/__control/google/edit`, {
    requests: [
      { updateCells: { start: { sheetId: 0 }, rows, fields: 'userEnteredValue' } },
      {
        updateSheetProperties: {
          properties: { gridProperties: { frozenRowCount: 1 } },
          fields: 'gridProperties.frozenRowCount',
        },
      },
      { addConditionalFormatRule: { rule } },
      { addSheet: { properties: { title: `Tab ${attack}` } } },
    ],
  });
  await post(`${url}/__control/google/set-cell`, { cell: 'C3', value: '=1+1' });
  await post(`${url}/__control/google/set-note`, { cell: 'A3', note: 'called on Monday' });
  await post(
    `${env.AN_API_URL}/people`,
    { person: { given_name: attack, email_addresses: [{ address: 'ana@example.org' }] } },
    { 'OSDI-API-Token': env.AN_API_TOKEN ?? '' },
  );
  await post(env.SLACK_API_WEBHOOK ?? '', { text: `failed & ${attack}` });
}

describe('the files of the page', () => {
  it.each([
    ['/', 'text/html'],
    ['/page/main.js', 'text/javascript'],
    ['/page/grid.js', 'text/javascript'],
    ['/page/style.css', 'text/css'],
  ])('serves %s as %s, with a policy that lets nothing else run', async (path, type) => {
    const response = await fetch(simulators.url + path);

    expect([response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([200, type]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it('names no file of another origin', async () => {
    const html = await (await fetch(simulators.url)).text();

    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//u);
  });

  it.each(['journal', 'google', 'actionNetwork', 'mobilize', 'slack'])(
    'finds the state of %s as JSON',
    async (name) => {
      const response = await fetch(`${simulators.url}/__control/state/${name}`);

      expect(response.status).toBe(200);
      expect(await response.json()).toBeTypeOf('object');
    },
  );
});

describe.runIf(hasChromium)('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(() => browser.close());

  async function withPage(
    width: number,
    look: (page: Page, problems: string[]) => Promise<void>,
  ): Promise<void> {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    try {
      await look(page, problems);
    } finally {
      await page.close();
    }
  }
  const cell = (row: number, column: number) => `td[data-row="${row}"][data-column="${column}"]`;

  it('shows cells with the colours of conditional rules, formulas as values, and notes on selection', async () => {
    await withPage(1280, async (page, problems) => {
      await page.goto(`${simulators.url}/#/sheets`);
      await page.waitForSelector(cell(2, 0));

      const colourOf = (row: number) =>
        page.locator(cell(row, 0)).evaluate((node) => node.style.backgroundColor);
      expect([await colourOf(1), await colourOf(2)]).toEqual(['rgb(255, 0, 0)', '']);
      expect(await page.textContent(cell(2, 2))).toBe('2');
      await page.click(cell(2, 0));
      expect(await page.textContent('.bar .content')).toBe('person 2\nNote: called on Monday');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      expect(await page.textContent('.bar .content')).toBe('=1+1');
      expect(problems).toEqual([]);
    });
  }, 30_000);

  it('keeps only the rows in sight in the document, and the frozen one on top', async () => {
    await withPage(1280, async (page) => {
      await page.goto(`${simulators.url}/#/sheets`);
      await page.waitForSelector(cell(2, 0));

      await page.locator('.frame').evaluate((frame) => frame.scrollTo(0, 350 * 24));
      await page.waitForSelector(cell(355, 0));

      expect(await page.locator('.grid tbody tr').count()).toBeLessThan(150);
      expect(await page.locator(cell(0, 0)).isVisible()).toBe(true);
    });
  }, 30_000);

  it('shows HTML in names as text, everywhere', async () => {
    await withPage(1280, async (page, problems) => {
      for (const view of ['sheets', 'people', 'slack']) {
        await page.goto(`${simulators.url}/#/${view}`);
        await page.getByText(attack).first().waitFor();
      }

      expect(await page.locator('main img').count()).toBe(0);
      expect(await page.evaluate<boolean>('"attacked" in window')).toBe(false);
      expect(problems).toEqual([]);
    });
  }, 30_000);

  it.each([1280, 390])(
    'never scrolls sideways at %i pixels',
    async (width) => {
      await withPage(width, async (page) => {
        for (const view of ['sheets', 'people', 'mobilize', 'slack', 'requests']) {
          await page.goto(`${simulators.url}/#/${view}`);
          await page.locator('main table, main article').first().waitFor();

          const excess = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
          expect([view, excess]).toEqual([view, 0]);
        }
      });
    },
    30_000,
  );

  it('shows a change within a few seconds, without reloading', async () => {
    await withPage(390, async (page) => {
      await page.goto(`${simulators.url}/#/sheets`);
      await page.waitForSelector(cell(5, 0));

      await fetch(`${simulators.url}/__control/google/set-cell`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ cell: 'A6', value: 'changed meanwhile' }),
      });

      await page.getByText('changed meanwhile').waitFor({ timeout: 5_000 });
    });
  }, 30_000);
});
