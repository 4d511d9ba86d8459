import { readFileSync } from 'node:fs';
import { createSlack, type Slack, type SlackOptions } from '@movement-etl/lib/connectors/slack';
import { ConfigError, PermanentError, TransientError } from '@movement-etl/lib/errors';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Reply, startHttpServer, type TestHttpServer } from '../../../support/http-server.ts';

const PATH = '/services/T0CANARY/B0CANARY/webhook-secret-canary';
const OK: Reply = { text: 'ok' };
const message = { title: 'FAILED job', fields: [['Run', '1']] as const };

describe('send', () => {
  it('posts the golden body to the webhook and takes the plain "ok" for success', async () => {
    const { slack, server } = await startSlack(() => OK);
    const golden = JSON.parse(readFileSync(new URL('golden/payload.json', import.meta.url), 'utf8'));

    await slack.send({
      title: 'FAILED mobilize-to-sheets (prod)',
      fields: [
        ['Run', '2026-01-05T07:00Z-3f2a'],
        ['Stage', 'load'],
      ],
      text: '429 from Google after 5 tries\nRESOURCE_EXHAUSTED …',
    });

    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: PATH });
    expect(server.requests[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(golden);
  });

  it.each([
    [400, 'invalid_blocks', /does not take the message/],
    [403, 'action_prohibited', /administrator/],
    [403, 'invalid_token', /SLACK_API_WEBHOOK/],
    [404, 'no_service', /SLACK_API_WEBHOOK/],
    [404, 'no_active_hooks', /SLACK_API_WEBHOOK/],
    [410, 'channel_is_archived', /archived/],
    [500, 'no_active_hooks', /SLACK_API_WEBHOOK/],
  ])('gives up at once on %i %s and says what to do', async (status, text, advice) => {
    const { slack, server } = await startSlack(() => ({ status, text }));

    const error = await failureOf(slack.send(message));

    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).toMatch(advice);
    expect(error).toMatchObject({ facts: { source: 'slack', httpStatus: status, slackError: text } });
    expect(server.requests).toHaveLength(1);
  });

  it('judges an unknown word by its status and does not quote it', async () => {
    const { slack } = await startSlack(() => ({ status: 400, text: 'FAILED job is bad' }));

    const error = await failureOf(slack.send(message));

    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).not.toContain('FAILED job');
  });

  it('does not take the page of a proxy with status 200 for a delivery', async () => {
    const { slack } = await startSlack(() => ({ text: '<html>Sign in</html>' }));

    await expect(slack.send(message)).rejects.toThrow(PermanentError);
  });

  it.each<[string, Reply]>([
    ['a 429 with a delay', { status: 429, text: 'rate_limited', headers: { 'retry-after': '1' } }],
    ['a 429 without a delay', { status: 429, text: '' }],
    ['a 500 rollup_error', { status: 500, text: 'rollup_error' }],
    ['a 502 with HTML', { status: 502, text: '<html></html>', headers: { 'content-type': 'text/html' } }],
    ['a cut connection', { fault: 'disconnect' }],
    ['a timeout', { fault: 'hang' }],
  ])('delivers in spite of %s', async (_what, fault) => {
    const { slack, server } = await startSlack((callIndex) => (callIndex === 0 ? fault : OK));

    await slack.send(message);

    expect(server.requests).toHaveLength(2);
    expect(slack.requestCount).toBe(2);
  });

  it.each<[string, Reply]>([
    ['429', { status: 429, text: '', headers: { 'retry-after': '3600' } }],
    ['500', { status: 500, text: 'rollup_error' }],
  ])('gives up after two repeats of a %s, and waits no longer than it was told', async (_what, reply) => {
    const { slack, server } = await startSlack(() => reply);
    const startedAtMs = performance.now();

    const error = await failureOf(slack.send(message));

    expect(error).toBeInstanceOf(TransientError);
    expect(server.requests).toHaveLength(3);
    expect(performance.now() - startedAtMs).toBeLessThan(4_000);
  });

  it('shows the webhook in no error and in no log line, because its address is the secret', async () => {
    const lines: unknown[] = [];
    const log = (fields: object) => lines.push(fields);
    const replies: Reply[] = [
      { fault: 'disconnect' },
      { status: 429, text: PATH },
      { status: 404, text: `no_service ${PATH}` },
    ];
    const { slack } = await startSlack((callIndex) => replies[callIndex] ?? OK, {
      logger: { debug: log, info: log, warn: log },
    });

    const error = await failureOf(slack.send(message));

    expect(everythingOf([...lines, error])).not.toMatch(/canary/i);
    expect(lines.length).toBeGreaterThan(0);
  });
});

describe('createSlack', () => {
  it.each([
    'hooks.slack.com/services/webhook-secret-canary',
    'https://hooks.slack.com',
    'http://hooks.slack.example.org/services/webhook-secret-canary',
  ])('refuses %s without quoting it', (webhookUrl) => {
    const create = () => createSlack({ webhookUrl });

    expect(create).toThrow(ConfigError);
    expect(create).not.toThrow(/canary/);
  });
});

/** A webhook on a server that answers as told, both closed after the test; it waits for milliseconds where it would wait for seconds. */
async function startSlack(
  answer: (callIndex: number) => Reply,
  options: Partial<SlackOptions> = {},
): Promise<{ slack: Slack; server: TestHttpServer }> {
  const server = await startHttpServer((_request, callIndex) => answer(callIndex));
  const slack = createSlack({ webhookUrl: server.url + PATH, timeoutMs: 300, maxDelayMs: 20, ...options });
  onTestFinished(async () => {
    slack.close();
    await server.close();
  });
  return { slack, server };
}

async function failureOf(call: Promise<unknown>): Promise<Error> {
  const [result] = await Promise.allSettled([call]);
  if (result.status === 'fulfilled') throw new Error('the call succeeded');
  return result.reason;
}

/** Texts of errors and their causes, wherever they are, besides all other fields. */
function everythingOf(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    part instanceof Error ? { ...part, message: part.message, stack: part.stack, cause: part.cause } : part,
  );
}
