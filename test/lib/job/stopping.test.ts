import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createScene } from './fakes.ts';

describe('a run that is told to stop', () => {
  it.each([
    { signal: 'SIGTERM', exitCode: 143 },
    { signal: 'SIGINT', exitCode: 130 },
  ])(
    'by $signal stores what is in flight, frees the lease and ends with $exitCode',
    async ({ signal, exitCode }) => {
      const scene = createScene();

      const actual = await scene.run(async (run) => {
        scene.process.emit(signal);
        await sleep(20);
        run.counts.add({ read: 1, written: 1 });
        run.signal.throwIfAborted();
      });

      expect(actual).toBe(exitCode);
      const { summary } = scene.stdout.lastLine;
      expect(summary).toMatchObject({ status: 'stopped', exitCode, counts: { written: 1 } });
      expect(summary).not.toHaveProperty('error');
      expect(scene.leases.events).toEqual(['acquire', 'release']);
    },
  );

  it('does not begin another step', async () => {
    const scene = createScene();
    let begun = false;

    await scene.run(async (run) => {
      scene.process.emit('SIGTERM');
      await run.step('load', async () => {
        begun = true;
      });
    });

    expect(begun).toBe(false);
  });

  it('is abandoned at a second signal, and still closes and says how it ended', async () => {
    const scene = createScene();

    const exitCode = await scene.run(async () => {
      scene.process.emit('SIGTERM');
      scene.process.emit('SIGTERM');
      await new Promise(() => {});
    });

    expect(exitCode).toBe(143);
    expect(scene.stdout.lastLine.summary).toMatchObject({
      status: 'stopped',
      error: { class: 'WorkAbandoned' },
    });
    expect(scene.closed).toEqual(['second', 'first']);
  });

  it('is cut off and then abandoned when the grace period ends', async () => {
    const scene = createScene();
    const isCutOff: boolean[] = [];
    let cutOffSignal: AbortSignal | undefined;

    const exitCode = await scene.run(
      async () => {
        scene.process.emit('SIGTERM');
        isCutOff.push(cutOffSignal?.aborted ?? false);
        await sleep(900);
        isCutOff.push(cutOffSignal?.aborted ?? false);
        await new Promise(() => {});
      },
      {
        env: { STOP_GRACE_SECONDS: '1' },
        job: {
          async open(_settings, context) {
            cutOffSignal = context.cutOffSignal;
            return '';
          },
        },
      },
    );

    expect(exitCode).toBe(143);
    expect(isCutOff).toEqual([false, true]);
  });

  it('while it connects does not begin its work', async () => {
    const scene = createScene();
    let begun = false;

    const exitCode = await scene.run(
      async () => {
        begun = true;
      },
      {
        job: {
          async open() {
            scene.process.emit('SIGTERM');
            return '';
          },
        },
      },
    );

    expect({ exitCode, begun, events: scene.leases.events }).toEqual({
      exitCode: 143,
      begun: false,
      events: [],
    });
  });

  it('tells people after SIGTERM, which a deadline sends, but not after SIGINT, which they sent themselves', async () => {
    const terminated = createScene();
    const interrupted = createScene();

    await terminated.run(async () => void terminated.process.emit('SIGTERM'));
    await interrupted.run(async () => void interrupted.process.emit('SIGINT'));

    expect(terminated.alert.sent).toHaveLength(1);
    expect(interrupted.alert.sent).toHaveLength(0);
  });
});

describe('an error that nobody caught', () => {
  it.each(['uncaughtException', 'unhandledRejection'])('(%s) fails the run with a summary', async (event) => {
    const scene = createScene();

    const exitCode = await scene.run(async () => {
      scene.process.emit(event, new RangeError('out of nowhere'));
      await new Promise(() => {});
    });

    expect(exitCode).toBe(1);
    expect(scene.stdout.lastLine.summary).toMatchObject({
      status: 'failed',
      error: { class: 'RangeError', message: 'out of nowhere' },
    });
    expect(scene.leases.events).toContain('release');
  });

  it('fails a run that waits for something that can never happen', async () => {
    const scene = createScene();

    const exitCode = await scene.run(async () => {
      scene.process.emit('beforeExit');
      await new Promise(() => {});
    });

    expect(exitCode).toBe(1);
    expect(scene.stdout.lastLine.summary).toMatchObject({
      error: { message: expect.stringContaining('never') },
    });
  });
});
