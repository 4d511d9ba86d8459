import { PermanentError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import { API_KEY, createScene } from './fakes.ts';

const EMAIL = 'lou.canary@example.org';
const PHONE = '+1 (327) 132-6753';
const CANARIES = [API_KEY, EMAIL, PHONE, '132-6753', 'lou.canary'];

function bugWithCanaries(): Error {
  const deepest = new Error(`connect with ${API_KEY} for ${EMAIL}`);
  const bug = new TypeError(`cannot read ${EMAIL} (${PHONE}) with key ${API_KEY}`, { cause: deepest });
  return Object.assign(bug, {
    config: { headers: { authorization: `Bearer ${API_KEY}` } },
    row: { email: EMAIL },
  });
}

describe.each([{ isTTY: true }, { isTTY: false }])(
  'secrets and personal data, terminal: $isTTY',
  ({ isTTY }) => {
    it('do not come out of an error that nobody foresaw', async () => {
      const scene = createScene({ isTTY });

      const exitCode = await scene.run(async () => {
        throw bugWithCanaries();
      });

      const everything = [
        scene.stdout.text,
        scene.stderr.text,
        JSON.stringify([scene.alert.sent, scene.history.finished]),
      ];
      expect(exitCode).toBe(1);
      expect(CANARIES.filter((canary) => everything.join('\n').includes(canary))).toEqual([]);
      expect(scene.alert.sent).toMatchObject([{ error: { class: 'TypeError' } }]);
      expect(scene.stdout.text).toContain('[masked]');
    });

    it('do not come out of facts, warnings, printed lines, or a failing close', async () => {
      const scene = createScene({ isTTY });

      await scene.run(
        async (run) => {
          run.logger.warn(
            { err: bugWithCanaries(), token: API_KEY, note: EMAIL },
            `a warning about ${PHONE}`,
          );
          run.print(`would write ${EMAIL}`);
          throw new PermanentError(`refused for ${EMAIL}`, {
            facts: { url: `https://x.test/?key=${API_KEY}` },
          });
        },
        {
          job: {
            async open(_settings, context) {
              context.closing(async () => {
                throw bugWithCanaries();
              });
              return '';
            },
          },
        },
      );

      expect(CANARIES.filter((canary) => scene.stdout.text.includes(canary))).toEqual([]);
    });

    it('do not come out of a check that cannot go on', async () => {
      const scene = createScene({ isTTY });

      await scene.run(undefined, {
        argv: ['check'],
        job: {
          open: async () => {
            throw bugWithCanaries();
          },
        },
      });

      expect(CANARIES.filter((canary) => scene.stdout.text.includes(canary))).toEqual([]);
    });
  },
);

it('the value of a wrong setting is not repeated', async () => {
  const scene = createScene();

  await scene.run(undefined, { env: { PAGES: 'canary-in-the-wrong-place' } });

  expect(scene.stdout.text).toContain('PAGES must be a whole number');
  expect(scene.stdout.text).not.toContain('canary-in-the-wrong-place');
});
