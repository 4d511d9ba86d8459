import { ConfigError, PermanentError, TransientError } from '@movement-etl/lib/errors';
import { checkThat } from '@movement-etl/lib/job';
import { describe, expect, it } from 'vitest';
import { API_KEY, createScene } from './fakes.ts';

describe('a run', () => {
  it('ends with one summary that is the last log line and the run row', async () => {
    const scene = createScene();

    const exitCode = await scene.run(async (run) => {
      await run.step('extract', async (step) => step.advance(5));
      run.counts.add({ read: 5, written: 5 });
    });

    const { summary } = scene.stdout.lastLine;
    expect(exitCode).toBe(0);
    expect(summary).toMatchObject({
      job: 'fake-job',
      version: '1.2.3',
      target: 'nowhere',
      status: 'succeeded',
      exitCode: 0,
      dryRun: false,
      counts: { read: 5, written: 5, rejected: 0 },
      steps: [{ name: 'extract', rows: 5 }],
      requests: { mobilize: 3 },
    });
    expect(scene.history.finished).toEqual([summary]);
    expect(scene.alert.sent).toEqual([]);
  });

  it('names job, run and step on every log line', async () => {
    const scene = createScene();

    await scene.run((run) => run.step('extract', async (step) => step.logger.info('a page came')));

    const [{ runId } = { runId: undefined }] = scene.history.finished;
    const page = scene.stdout.lines.find((line) => line.msg === 'a page came');
    expect(page).toMatchObject({ level: 'info', step: 'extract' });
    expect(scene.stdout.lines.every((line) => line.job === 'fake-job' && line.runId === runId)).toBe(true);
  });

  it('records its end and frees its lease although it finds the connection lost', async () => {
    const scene = createScene();
    scene.history.isCutOff = true;
    scene.leases.isCutOff = true;

    await scene.run();

    expect(scene.history.finished).toEqual([scene.stdout.lastLine.summary]);
    expect(scene.leases.events).toEqual(['acquire', 'release', 'release']);
    expect(scene.stdout.lines.map(({ level }) => level)).not.toContain('warn');
  });

  it('takes the lease first and frees it before it closes, in reverse order, what it opened', async () => {
    const scene = createScene();

    await scene.run();

    expect(scene.leases.events).toEqual(['acquire', 'release']);
    expect(scene.closed).toEqual(['second', 'first']);
  });

  it.each([
    { thrown: new ConfigError('WORKSHEET names no tab'), exitCode: 2 },
    { thrown: new PermanentError('refused'), exitCode: 1 },
    { thrown: new TransientError('unavailable'), exitCode: 75 },
    { thrown: new Error('a bug'), exitCode: 1 },
  ])(
    'fails with exit code $exitCode after a $thrown.name, and tells people',
    async ({ thrown, exitCode }) => {
      const scene = createScene();

      const actual = await scene.run((run) =>
        run.step('load', async () => {
          throw thrown;
        }),
      );

      const error = { class: thrown.name, message: thrown.message, step: 'load' };
      expect(actual).toBe(exitCode);
      expect(scene.stdout.lastLine.summary).toMatchObject({ status: 'failed', exitCode, error });
      expect(scene.alert.sent).toHaveLength(1);
      expect(scene.leases.events).toEqual(['acquire', 'release']);
    },
  );

  it('is partial when records were rejected or failed', async () => {
    const scene = createScene();

    const exitCode = await scene.run(async (run) =>
      run.counts.add({ read: 100, written: 98, rejected: 1, failed: 1 }),
    );

    expect(exitCode).toBe(3);
    expect(scene.alert.sent).toMatchObject([{ status: 'partial' }]);
  });

  it('exits with 0 when it is partial and a chain is to go on, and still tells people', async () => {
    const scene = createScene();

    const exitCode = await scene.run(
      async (run) => run.counts.add({ read: 100, written: 98, rejected: 1, failed: 1 }),
      { argv: ['--partial-ok'] },
    );

    expect(exitCode).toBe(0);
    expect(scene.alert.sent).toMatchObject([{ status: 'partial', exitCode: 0 }]);
  });

  it('fails when a larger share is rejected than allowed', async () => {
    const scene = createScene();

    const exitCode = await scene.run(async (run) => run.counts.add({ read: 10, written: 9, rejected: 1 }));

    expect(exitCode).toBe(1);
    expect(scene.stdout.lastLine.summary).toMatchObject({
      error: { message: expect.stringContaining('MAX_REJECTED_SHARE') },
    });
  });

  it('gives way to a run that holds the lease, and says to whom', async () => {
    const scene = createScene();
    const since = new Date('2026-11-21T01:00:00Z');
    scene.leases.heldBy = { runId: 'the-other-run', since, renewedAt: since };

    const exitCode = await scene.run();

    expect(exitCode).toBe(75);
    expect(scene.stdout.lastLine.summary).toMatchObject({
      status: 'held',
      error: { message: expect.stringMatching(/nowhere: the-other-run, since 2026-11-21T01:00/) },
    });
    expect(scene.history.started).toEqual([]);
    expect(scene.alert.sent).toEqual([]);
    expect(scene.closed).toEqual(['second', 'first']);
  });

  it('writes nothing in a dry run: no lease, no run row, no alert, no migration', async () => {
    const scene = createScene();

    const exitCode = await scene.run(
      async (run) => {
        run.print('would write 3 rows');
        await run.checkpoint();
      },
      {
        argv: ['--dry-run'],
        job: {
          prepare: async () => {
            throw new Error('must not be called');
          },
        },
      },
    );

    expect(exitCode).toBe(1);
    expect(scene.stdout.text).toContain('would write 3 rows');
    expect(scene.stdout.lastLine.summary).toMatchObject({
      dryRun: true,
      error: { message: 'a dry run must not store anything' },
    });
    expect([...scene.leases.events, ...scene.history.started, ...scene.alert.sent]).toEqual([]);
  });

  it('proves the lease and writes its counts within the transaction that stores data', async () => {
    const scene = createScene();
    const tx = { execute: async () => ({ rowCount: 0 }) };

    await scene.run(async (run) => {
      run.counts.add({ read: 2, written: 2 });
      await run.checkpoint(tx);
    });

    expect(scene.leases.events).toEqual(['acquire', 'assertHeld 7', 'release']);
    expect(scene.history.checkpoints).toMatchObject([{ target: 'nowhere', counts: { read: 2, written: 2 } }]);
  });

  it('reports wrong settings as its failure, all at once', async () => {
    const scene = createScene();

    const exitCode = await scene.run(undefined, {
      env: { MOBILIZE_AMERICA_API_KEY: '', PAGES: 'many', MOBILIZE_AMERICA_API_KYE: API_KEY },
    });

    expect(exitCode).toBe(2);
    const { message } = (scene.stdout.lastLine.summary as { error: { message: string } }).error;
    expect(message.split('\n')).toEqual([
      'MOBILIZE_AMERICA_API_KEY is not set (did you mean MOBILIZE_AMERICA_API_KYE?): The key.',
      'PAGES must be a whole number from 1 to 10',
      'MOBILIZE_AMERICA_API_KYE is no setting of this job (did you mean MOBILIZE_AMERICA_API_KEY?)',
    ]);
    expect(scene.closed).toEqual([]);
  });

  it('goes on closing, and keeps its exit code, after something could not be closed or recorded', async () => {
    const scene = createScene();
    scene.history.finish = async () => {
      throw new Error('the database is gone');
    };

    const exitCode = await scene.run(undefined, {
      job: {
        async open(_settings, context) {
          context.closing(async () => void scene.closed.push('first'));
          context.closing(async () => {
            throw new Error('does not close');
          });
          return '';
        },
      },
    });

    expect(exitCode).toBe(0);
    expect(scene.closed).toEqual(['first']);
    expect(scene.stdout.lines.filter((line) => line.level === 'warn')).toHaveLength(2);
    expect(scene.leases.events).toContain('release');
  });
});

describe('the arguments', () => {
  it('show the help', async () => {
    const scene = createScene();

    const exitCode = await scene.run(undefined, { argv: ['--help'], env: {} });

    expect(exitCode).toBe(0);
    expect(scene.stdout.text).toMatchSnapshot();
  });

  it('show the version', async () => {
    const scene = createScene();

    expect(await scene.run(undefined, { argv: ['--version'] })).toBe(0);
    expect(scene.stdout.text).toBe('1.2.3\n');
  });

  it('that nobody knows end with exit code 2 and a suggestion', async () => {
    const scene = createScene();

    const exitCode = await scene.run(undefined, { argv: ['--dry-rn', '--limit', 'x', 'chekc'] });

    expect(exitCode).toBe(2);
    expect(scene.stderr.text).toBe(
      [
        'fake-job: unknown flag --dry-rn (did you mean --dry-run?)',
        'fake-job: --limit needs a whole number from 1',
        'fake-job: unknown command chekc (did you mean check?)',
        'Try fake-job --help.',
        '',
      ].join('\n'),
    );
  });

  it('win over variables', async () => {
    const scene = createScene();
    const seen: unknown[] = [];

    await scene.run(undefined, {
      argv: ['--worksheet=Other', '--full-refresh', '--limit', '12'],
      env: { WORKSHEET: 'Mine', FULL_REFRESH: 'no' },
      job: {
        run: async (_resources, settings, { limit }) =>
          void seen.push(settings.worksheet, settings.fullRefresh, limit),
      },
    });

    expect(seen).toEqual(['Other', true, 12]);
  });
});

describe('check', () => {
  it('reports every result and ends with 0 when all is fine', async () => {
    const scene = createScene({ isTTY: true });

    const exitCode = await scene.run(undefined, { argv: ['check'], env: { NO_COLOR: '1' } });

    expect(exitCode).toBe(0);
    expect(scene.stdout.text).toBe('✓ the key: fits\n');
    expect(scene.leases.events).toEqual([]);
    expect(scene.closed).toEqual(['second', 'first']);
  });

  it('says what to do and ends with 2 when something is missing', async () => {
    const scene = createScene({ isTTY: true });

    const exitCode = await scene.run(undefined, {
      argv: ['check'],
      env: { NO_COLOR: '1' },
      job: {
        async *check() {
          yield { what: 'the tab', ok: false, problem: 'make a tab Sheet1' };
        },
      },
    });

    expect(exitCode).toBe(2);
    expect(scene.stdout.text).toBe('✗ the tab: make a tab Sheet1\n');
  });

  it('goes on after one thing is wrong, and says what each error says', async () => {
    const scene = createScene({ isTTY: true });

    const exitCode = await scene.run(undefined, {
      argv: ['check'],
      env: { NO_COLOR: '1' },
      job: {
        async *check() {
          yield await checkThat('the key', async () => {
            throw new PermanentError('Mobilize refused the key: ask for a new one');
          });
          yield await checkThat('the table', async () => '12 rows');
          yield await checkThat('the tab', async () => undefined);
        },
      },
    });

    expect(exitCode).toBe(2);
    expect(scene.stdout.text).toBe(
      '✗ the key: Mobilize refused the key: ask for a new one\n✓ the table: 12 rows\n✓ the tab\n',
    );
  });

  it('shows why it could not connect', async () => {
    const scene = createScene({ isTTY: true });

    const exitCode = await scene.run(undefined, {
      argv: ['check'],
      env: { NO_COLOR: '1' },
      job: {
        open: async () => {
          throw new TransientError('the warehouse does not answer');
        },
      },
    });

    expect(exitCode).toBe(75);
    expect(scene.stdout.text).toBe('✗ the check could not go on: the warehouse does not answer\n');
  });
});
