import { expect, test } from 'vitest';
import { call, control, start } from './support.ts';

const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

test('a message is recorded and answered with the word ok, which is no JSON', async () => {
  const simulators = await start();
  const message = {
    text: 'FAILED mobilize-to-sheets (prod)',
    blocks: [header('FAILED'), section('```why```')],
  };

  const { status, headers, body } = await call(simulators.env.SLACK_API_WEBHOOK ?? '', { body: message });

  expect([status, body]).toEqual([200, 'ok']);
  expect(headers.get('content-type')).toMatch(/^text\/plain/);
  expect(simulators.slack.messages).toMatchObject([message]);
  expect((await control(simulators, 'state/slack')).messages).toMatchObject([message]);
});

test.each([
  ['JSON that is none', '{"text":', 'invalid_payload'],
  ['a list', [], 'invalid_payload'],
  ['a message without content', {}, 'no_text'],
  ['a header over 150 characters', { text: 'x', blocks: [header('x'.repeat(151))] }, 'invalid_blocks'],
  ['a section over 3,000 characters', { text: 'x', blocks: [section('x'.repeat(3_001))] }, 'invalid_blocks'],
  ['51 blocks', { text: 'x', blocks: Array.from({ length: 51 }, () => section('x')) }, 'invalid_blocks'],
  [
    'eleven fields',
    { text: 'x', blocks: [{ type: 'section', fields: Array(11).fill({ type: 'mrkdwn', text: 'x' }) }] },
    'invalid_blocks',
  ],
  ['101 attachments', { text: 'x', attachments: Array(101).fill({ text: 'x' }) }, 'too_many_attachments'],
])('%s is refused', async (_what, body, word) => {
  const simulators = await start();

  const answer = await call(simulators.env.SLACK_API_WEBHOOK ?? '', { body });

  expect([answer.status, answer.body]).toEqual([400, word]);
  expect(simulators.slack.messages).toEqual([]);
});

test('the largest message that fits is taken, and a longer text is cut', async () => {
  const simulators = await start();

  const { body } = await call(simulators.env.SLACK_API_WEBHOOK ?? '', {
    body: {
      text: 'x'.repeat(50_000),
      blocks: [header('x'.repeat(150)), ...Array.from({ length: 49 }, () => section('x'.repeat(3_000)))],
    },
  });

  expect(body).toBe('ok');
  expect(simulators.slack.messages[0]?.text).toHaveLength(40_000);
});

test.each([
  ['action_prohibited', 403],
  ['no_active_hooks', 404],
  ['channel_is_archived', 410],
  ['rollup_error', 500],
])('a knob makes it refuse with %s', async (word, status) => {
  const simulators = await start();
  await control(simulators, 'slack/knobs', { refuse: word });

  const answer = await call(simulators.env.SLACK_API_WEBHOOK ?? '', { body: { text: 'x' } });

  expect([answer.status, answer.body]).toEqual([status, word]);
});

test('another address is no service', async () => {
  const simulators = await start();

  const { status, body } = await call(`${simulators.url}/services/T1/B1/guess`, { body: { text: 'x' } });

  expect([status, body]).toEqual([404, 'no_service']);
});

test('a second message within a second is told how long to wait', async () => {
  const simulators = await start({ rateLimits: true });
  const url = simulators.env.SLACK_API_WEBHOOK ?? '';

  await call(url, { body: { text: 'first' } });
  const { status, headers } = await call(url, { body: { text: 'second' } });

  expect(status).toBe(429);
  expect(headers.get('retry-after')).toBe('1');
  expect(simulators.slack.messages).toHaveLength(1);
});
