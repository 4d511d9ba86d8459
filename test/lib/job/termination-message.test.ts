import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  MAX_TERMINATION_MESSAGE_BYTES,
  terminationMessage,
  writeTerminationMessage,
} from '../../../lib/job/termination-message.ts';
import { summaryWith } from './summaries.ts';

const manySteps = Array.from({ length: 200 }, (_, index) => ({
  name: `step ${index}`,
  durationMs: 12,
  rows: 345,
}));

describe('the termination message', () => {
  it('is the summary itself when it fits', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'termination-')), 'log');
    const summary = summaryWith({ requests: { mobilize: 3 } });

    await writeTerminationMessage(summary, path);

    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(summary);
  });

  it.each([
    { title: 'many steps', facts: { steps: manySteps } },
    { title: 'a long error', facts: { error: { class: 'Error', message: '😀'.repeat(3_000) } } },
    { title: 'both', facts: { steps: manySteps, error: { class: 'Error', message: 'ü"\n'.repeat(3_000) } } },
    { title: 'a name without end', facts: { job: 'x'.repeat(9_000) } },
  ])('stays valid JSON within 4,096 bytes with $title', ({ facts }) => {
    const message = terminationMessage(summaryWith({ ...facts, status: 'failed', exitCode: 1 }));

    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(MAX_TERMINATION_MESSAGE_BYTES);
    expect(JSON.parse(message)).toMatchObject({ status: 'failed', exitCode: 1 });
  });

  it('reports a path that cannot be written to', async () => {
    await expect(writeTerminationMessage(summaryWith(), '/not/there/log')).rejects.toThrow('ENOENT');
  });
});
