import { EventEmitter } from 'node:events';
import { TransientError } from '@movement-etl/lib/errors';
import {
  type Alert,
  type AlertOccasion,
  defineJob,
  type Job,
  type JobHost,
  type JobRun,
  type Lease,
  type LeaseAnswer,
  type LeaseStore,
  type PreviousRun,
  type ProcessSignals,
  type RunHistory,
  type RunRecord,
  type RunSummary,
  runJob,
} from '@movement-etl/lib/job';
import { integer, secret, text, yesOrNo } from '@movement-etl/lib/settings';
import { z } from 'zod';

/** A stream that keeps what is written to it. */
export class FakeStream {
  readonly isTTY: boolean;
  text = '';

  constructor({ isTTY = false } = {}) {
    this.isTTY = isTTY;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }

  /** Every line as the JSON object that it is. */
  get lines(): Record<string, unknown>[] {
    return this.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  get lastLine(): Record<string, unknown> {
    return this.lines.at(-1) ?? {};
  }
}

/** A lease in memory; `isLost` makes it another's, `isCutOff` lets one release fail. */
export class FakeLeaseStore implements LeaseStore {
  readonly events: string[] = [];
  heldBy: { runId: string; since: Date; renewedAt: Date } | undefined;
  isLost = false;
  isCutOff = false;

  async acquire(): Promise<LeaseAnswer> {
    this.events.push('acquire');
    return this.heldBy === undefined ? { fence: 7 } : { heldBy: this.heldBy };
  }

  async renew(): Promise<boolean> {
    this.events.push('renew');
    return !this.isLost;
  }

  async release(): Promise<void> {
    this.events.push('release');
    if (this.isCutOff) throw lostOnce(this);
  }

  async assertHeld({ fence }: Lease): Promise<void> {
    this.events.push(`assertHeld ${fence}`);
  }
}

export class FakeHistory implements RunHistory {
  readonly started: RunRecord[] = [];
  readonly checkpoints: RunRecord[] = [];
  readonly finished: RunSummary[] = [];
  /** The connection is lost, which the end of the run finds out. */
  isCutOff = false;
  /** What `previous` answers. */
  before: PreviousRun | undefined;

  async start(run: RunRecord): Promise<void> {
    this.started.push(run);
  }

  async checkpoint(_tx: unknown, run: RunRecord): Promise<void> {
    this.checkpoints.push(run);
  }

  async finish(summary: RunSummary): Promise<void> {
    if (this.isCutOff) throw lostOnce(this);
    this.finished.push(summary);
  }

  async previous(): Promise<PreviousRun | undefined> {
    return this.before;
  }
}

function lostOnce(store: { isCutOff: boolean }): TransientError {
  store.isCutOff = false;
  return new TransientError('the connection was lost');
}

export class FakeAlert implements Alert {
  readonly sent: RunSummary[] = [];
  readonly occasions: AlertOccasion[] = [];

  async send(summary: RunSummary, occasion: AlertOccasion): Promise<void> {
    this.sent.push(summary);
    this.occasions.push(occasion);
  }
}

/** `process`, as far as a run uses it. */
export class FakeProcess extends EventEmitter implements ProcessSignals {
  readonly exits: number[] = [];

  exit(exitCode: number): void {
    this.exits.push(exitCode);
  }
}

export const fakeSettings = z.object({
  apiKey: secret().meta({ env: 'MOBILIZE_AMERICA_API_KEY', group: 'Mobilize' }).describe('The key.'),
  worksheet: text()
    .default('Sheet1')
    .meta({ env: 'WORKSHEET', flag: 'worksheet', placeholder: '<name>' })
    .describe('The tab.'),
  pages: integer({ min: 1, max: 10 }).optional().meta({ env: 'PAGES', flag: 'pages' }).describe('How many.'),
  fullRefresh: yesOrNo()
    .default(false)
    .meta({ env: 'FULL_REFRESH', flag: 'full-refresh' })
    .describe('Everything anew.'),
});

export const API_KEY = 'canary-key-5f1e';

export interface Scene {
  readonly leases: FakeLeaseStore;
  readonly history: FakeHistory;
  readonly alert: FakeAlert;
  readonly process: FakeProcess;
  readonly stdout: FakeStream;
  readonly stderr: FakeStream;
  readonly closed: string[];
  /** Runs a job whose work is `work`. */
  run(work?: (run: JobRun, resources: string) => Promise<void>, options?: SceneOptions): Promise<number>;
}

export interface SceneOptions {
  readonly argv?: readonly string[];
  readonly env?: Record<string, string>;
  readonly host?: Partial<JobHost>;
  readonly job?: Partial<Job<typeof fakeSettings, string>>;
}

/** A job of a few lines and everything around it, in memory. */
export function createScene({ isTTY = false } = {}): Scene {
  const leases = new FakeLeaseStore();
  const history = new FakeHistory();
  const alert = new FakeAlert();
  const process = new FakeProcess();
  const stdout = new FakeStream({ isTTY });
  const stderr = new FakeStream();
  const closed: string[] = [];
  const run: Scene['run'] = (work = async () => {}, options = {}) => {
    const job = defineJob({
      name: 'fake-job',
      description: 'Moves nothing from nowhere to nowhere.',
      version: '1.2.3',
      examples: ['--pages 3'],
      settings: fakeSettings,
      async open(_settings, context) {
        context.closing(async () => void closed.push('first'));
        context.closing(async () => void closed.push('second'));
        return 'resources';
      },
      target: () => 'nowhere',
      leases: () => leases,
      history: () => history,
      async *check() {
        yield { what: 'the key', ok: true, detail: 'fits' };
      },
      run: (resources, _settings, jobRun) => work(jobRun, resources),
      requests: () => ({ mobilize: 3 }),
      ...options.job,
    });
    return runJob(job, {
      argv: options.argv ?? [],
      env: { MOBILIZE_AMERICA_API_KEY: API_KEY, TERMINATION_LOG_PATH: '/dev/null', ...options.env },
      stdout,
      stderr,
      signals: process,
      alert,
      ...options.host,
    });
  };
  return { leases, history, alert, process, stdout, stderr, closed, run };
}
