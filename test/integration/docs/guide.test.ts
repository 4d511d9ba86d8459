import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GuideStep, readGuide, runStep, stepsOf } from '../../support/guide.ts';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';
import { tabOf, tabsOf } from '../../support/spreadsheet.ts';

const folder = join(import.meta.dirname, '../../../docs/guide');
const partOne = readGuide('docs/guide/part-one.md');
const partTwo = readGuide('docs/guide/part-two.md');

let stack: JobStack;
beforeAll(async () => {
  // The same as `npm run dev -- --attendances 60`.
  stack = await createJobStack({ attendances: 60 });
});
afterAll(() => stack[Symbol.asyncDispose]());

const trimLines = (text: string) => text.replaceAll(/ +$/gm, '').trimEnd();

async function expectAsShown(step: GuideStep): Promise<void> {
  const { exitCode, stdout, output } = await runStep(step, stack.env, stack.simulators.url);

  expect(exitCode, output).toBe(0);
  if (step.output !== undefined) expect(trimLines(stdout)).toBe(trimLines(step.output));
}

describe('part one of the training guide', () => {
  it.each(stepsOf(partOne))('does what it says: $commands', expectAsShown);

  it('leaves red rows where people did not come, and real dates', () => {
    const { records, backgrounds } = tabOf(stack.simulators, 'Sign-ups');
    const red = records.filter((_, index) => backgrounds[index] !== undefined);

    expect(red.length).toBeGreaterThan(0);
    expect(red).toEqual(records.filter(({ attended }) => attended === false));
    expect(records.every(({ starts_at }) => typeof starts_at === 'number')).toBe(true);
  });
});

describe('part two of the training guide', () => {
  it.each(stepsOf(partTwo))('does what it says: $commands', expectAsShown);

  it('leaves a tab for each report', () => {
    const titles = tabsOf(stack.simulators).map(({ title }) => title);

    expect(titles).toEqual(expect.arrayContaining(['Events', 'Syncs of this week']));
    expect(tabOf(stack.simulators, 'Events').records.length).toBeGreaterThan(5);
  });
});

describe('the training guide', () => {
  it.each(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^[^/]*\.ts$|^transforms\//.test(name),
    ),
  )('shows %s as it is', (name) => {
    expect(partOne + partTwo).toContain(readFileSync(join(folder, name), 'utf8').trimEnd());
  });
});
