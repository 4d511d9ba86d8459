import { createLogger, type Logger, type Mask } from '../logging/index.ts';
import type { Environment } from '../settings/index.ts';
import type { OutputStream } from './job-host.ts';
import { JsonReporter } from './json-reporter.ts';
import type { Reporter } from './reporter.ts';

export interface OutputOptions {
  readonly stdout: OutputStream;
  readonly env: Environment;
  readonly format: 'json' | 'pretty' | undefined;
  readonly level: string;
  readonly mask: Mask;
  /** On every log line. */
  readonly base: { readonly job: string; readonly runId: string };
}

export interface Output {
  readonly logger: Logger;
  readonly reporter: Reporter;
}

/** Opens what a run says: JSON lines, or text and a bar for a person (the default on a terminal). */
export async function openOutput(options: OutputOptions): Promise<Output> {
  const { stdout, format = stdout.isTTY ? 'pretty' : 'json' } = options;
  return format === 'pretty' ? openPretty(options) : openJson(options);
}

function openJson({ stdout, level, mask, base }: OutputOptions): Output {
  const destination = { write: (line: string) => void stdout.write(line) };
  const logger = createLogger({ level, secrets: mask, destination, base });
  return { logger, reporter: new JsonReporter(logger, stdout) };
}

/** Loads what only a terminal needs when it is needed, so that a container starts without it. */
async function openPretty({ stdout, env, level, mask, base }: OutputOptions): Promise<Output> {
  const isTerminal = stdout.isTTY === true;
  const hasColors = isTerminal && !env.NO_COLOR;
  // Its default export, because a bundle gives a CommonJS package that is loaded late no other.
  const { default: pinoPretty } = await import('pino-pretty');
  const { PrettyReporter } = await import('./pretty-reporter.ts');
  const bar = isTerminal ? await openBar(stdout) : undefined;
  const reporter = new PrettyReporter({ stdout, mask, hasColors, ...(bar && { bar }) });
  const pretty = pinoPretty.prettyFactory({
    colorize: hasColors,
    translateTime: 'SYS:HH:MM:ss',
    // Where an error came from is for those who look for it, with LOG_LEVEL=debug.
    ignore: level === 'debug' || level === 'trace' ? 'job,runId,problem' : 'job,runId,problem,err',
    messageFormat: '{msg}{if problem}: {problem}{end}{if err}: {err.message}{end}',
    singleLine: true,
    errorLikeObjectKeys: [],
  });
  const destination = { write: (line: string) => reporter.writeLine(pretty(line)) };
  return { logger: createLogger({ level, secrets: mask, destination, base }), reporter };
}

async function openBar(stdout: OutputStream) {
  const { Writable } = await import('node:stream');
  if (!(stdout instanceof Writable)) return undefined;
  const { ProgressBar } = await import('./progress-bar.ts');
  return new ProgressBar(stdout);
}
