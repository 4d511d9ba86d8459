import { ConfigError, PermanentError } from '@movement-etl/lib/errors';
import { createLogger, type Logger } from '@movement-etl/lib/logging';
import { describe, expect, it } from 'vitest';

const KEY = 'canary-key-5f1e';
const PRIVATE_KEY = '-----BEGIN KEY-----\ncanary+private/key==\n-----END KEY-----\n';

function logTo(lines: string[], secrets: string[] = [KEY, PRIVATE_KEY]): Logger {
  return createLogger({
    secrets,
    destination: { write: (line) => void lines.push(line) },
    base: { job: 'a-job' },
  });
}

function logOnce(log: (logger: Logger) => void): Record<string, unknown> {
  const lines: string[] = [];
  log(logTo(lines));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

describe('a log line', () => {
  it('has ISO time, the level as a word, and the fields of its parents', () => {
    const line = logOnce((logger) => logger.child({ step: 'load' }).info({ rowCount: 12 }, 'rows loaded'));

    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      job: 'a-job',
      step: 'load',
      rowCount: 12,
      msg: 'rows loaded',
    });
  });

  it('keeps class, message, facts and causes of an error, and none of its other fields', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), {
      code: 'ECONNREFUSED',
      config: { data: 'rows' },
    });
    const error = new PermanentError('no answer', { cause, facts: { endpoint: 'people', httpStatus: 403 } });

    const { err } = logOnce((logger) => logger.error({ err: error }, 'run failed'));

    expect(err).toEqual({
      class: 'PermanentError',
      message: 'no answer',
      facts: { endpoint: 'people', httpStatus: 403 },
      stack: expect.stringContaining('PermanentError'),
      causes: [
        { class: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED', stack: expect.any(String) },
      ],
    });
  });

  it('shows no stack for a wrong setting, which a person mends outside the code', () => {
    const { err } = logOnce((logger) =>
      logger.error({ err: new ConfigError('AN_API_TOKEN is not set') }, 'run failed'),
    );

    expect(err).toEqual({ class: 'ConfigError', message: 'AN_API_TOKEN is not set' });
  });

  it('survives causes that go in a circle, and things thrown that are no errors', () => {
    const error = new Error('round');
    error.cause = error;

    expect(logOnce((logger) => logger.error({ err: error }, 'failed')).err).toMatchObject({
      message: 'round',
    });
    expect(logOnce((logger) => logger.error({ err: 'a text' }, 'failed')).err).toEqual({
      class: 'string',
      message: 'a text',
    });
  });

  it('says what failed when several addresses refused a connection and the message is empty', () => {
    const error = new AggregateError([new Error('connect ::1'), new Error('connect 127.0.0.1')]);

    const { err } = logOnce((logger) => logger.error({ err: error }, 'failed'));

    expect(err).toMatchObject({ message: 'connect ::1; connect 127.0.0.1' });
  });

  it.each([
    { title: 'in the message', log: (logger: Logger) => logger.info(`key ${KEY}`) },
    { title: 'in a field', log: (logger: Logger) => logger.info({ url: `https://x.test/${KEY}` }, 'x') },
    { title: 'deep within a field', log: (logger: Logger) => logger.info({ a: { b: [{ c: KEY }] } }, 'x') },
    { title: 'in an error', log: (logger: Logger) => logger.info({ err: new Error(KEY) }, 'x') },
    { title: 'in the name of a field', log: (logger: Logger) => logger.info({ [KEY]: 1 }, 'x') },
    {
      title: 'in base64',
      log: (logger: Logger) => logger.info({ a: Buffer.from(KEY).toString('base64') }, 'x'),
    },
  ])('masks a known secret $title', ({ log }) => {
    const line = JSON.stringify(logOnce(log));

    expect(line).not.toContain(KEY);
    expect(line).not.toContain(Buffer.from(KEY).toString('base64'));
    expect(line).toContain('[masked]');
  });

  it('masks a secret of several lines, which JSON writes with escapes', () => {
    const line = JSON.stringify(logOnce((logger) => logger.info({ key: PRIVATE_KEY }, 'x')));

    expect(line).not.toContain('canary+private');
  });

  it('masks what stands under a name that sounds secret', () => {
    const line = logOnce((logger) =>
      logger.info({ headers: { authorization: 'Bearer x' }, token: 'y' }, 'x'),
    );

    expect(line).toMatchObject({ headers: { authorization: '[masked]' }, token: '[masked]' });
  });
});
