import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** What a whole process took. */
export interface Measurement {
  readonly seconds: number;
  /** The most memory that the process held at any time. */
  readonly peakMegabytes: number;
  readonly output: string;
}

const POLL_MS = 50;

/** Runs a program (Node, unless another is named) and watches it from outside. @throws Error with its output when it fails. */
export async function measure(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
  { program = process.execPath }: { readonly program?: string } = {},
): Promise<Measurement> {
  const startedAt = performance.now();
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  let peakMegabytes = 0;
  const poll = setInterval(async () => {
    peakMegabytes = Math.max(peakMegabytes, await peakOf(child.pid));
  }, POLL_MS);
  const exitCode = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(poll);
  if (exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${exitCode}:\n${output.slice(-4_000)}`);
  return { seconds: (performance.now() - startedAt) / 1000, peakMegabytes, output };
}

/** Linux keeps the high-water mark itself; elsewhere 0. */
async function peakOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Of several runs: the median of the seconds, the highest peak, the last output. */
export function medianOf(measurements: readonly Measurement[]): Measurement {
  return {
    seconds: median(measurements.map(({ seconds }) => seconds)),
    peakMegabytes: Math.max(...measurements.map(({ peakMegabytes }) => peakMegabytes)),
    output: measurements.at(-1)?.output ?? '',
  };
}
