import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from '@movement-etl/lib/logging';
import { METRICS_CONTENT_TYPE } from '@movement-etl/lib/metrics';
import { failurePage, statusPage } from './page/index.ts';
import type { SnapshotSource } from './snapshot/index.ts';
import { statusMetrics } from './status-metrics.ts';

export interface StatusServerOptions {
  readonly snapshots: Pick<SnapshotSource, 'get'>;
  /** The zone in which times are shown. */
  readonly timeZone: string;
  readonly logger: Logger;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

type Route = (options: StatusServerOptions) => Answer | Promise<Answer>;

const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

const stylesheet = new URL('./public/style.css', import.meta.url);

/** The page has no script, and loads nothing but its own stylesheet; error texts come from outside and are only text. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

const ROUTES: Readonly<Record<string, Route>> = {
  '/': page,
  '/style.css': () => ({
    status: 200,
    type: 'text/css; charset=utf-8',
    body: readFileSync(stylesheet, 'utf8'),
  }),
  '/api/status': status,
  '/health': health,
  '/metrics': metrics,
};

/** A server that shows how the jobs are doing; it listens when told to. It answers GET and HEAD, and changes nothing. */
export function createStatusServer(options: StatusServerOptions): Server {
  return createServer((request, response) => {
    answer(request, options)
      .catch((error): Answer => {
        options.logger.error({ err: error }, 'a request could not be answered');
        return { status: 500, type: JSON_TYPE, body: JSON.stringify({ error: 'see the log' }) };
      })
      .then((found) => send(request, response, found));
  });
}

async function answer({ method, url = '/' }: IncomingMessage, options: StatusServerOptions): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return refusal(405, 'this page can only be read');
  const [path = '/'] = url.split('?', 1);
  const route = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  return route === undefined ? refusal(404, 'there is no such page') : await route(options);
}

function send({ method }: IncomingMessage, response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { ...HEADERS, 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(method === 'HEAD' ? undefined : body);
}

async function page({ snapshots, timeZone, logger }: StatusServerOptions): Promise<Answer> {
  try {
    return { status: 200, type: HTML, body: statusPage(await snapshots.get(), { timeZone }) };
  } catch (error) {
    logger.warn({ err: error }, 'the warehouse could not be read');
    return { status: 503, type: HTML, body: failurePage(wordsOf(error)) };
  }
}

async function status({ snapshots, logger }: StatusServerOptions): Promise<Answer> {
  try {
    return { status: 200, type: JSON_TYPE, body: JSON.stringify(await snapshots.get()) };
  } catch (error) {
    logger.warn({ err: error }, 'the warehouse could not be read');
    return refusal(503, wordsOf(error));
  }
}

/** Whether this server and the warehouse are there; how the jobs are doing is no matter of its own health. */
async function health({ snapshots }: StatusServerOptions): Promise<Answer> {
  return await snapshots.get().then(
    () => ({ status: 200, type: JSON_TYPE, body: JSON.stringify({ status: 'ok' }) }),
    (error) => refusal(503, wordsOf(error)),
  );
}

async function metrics({ snapshots }: StatusServerOptions): Promise<Answer> {
  const snapshot = await snapshots.get().catch(() => undefined);
  return { status: 200, type: METRICS_CONTENT_TYPE, body: statusMetrics(snapshot) };
}

function refusal(status: number, error: string): Answer {
  return { status, type: JSON_TYPE, body: JSON.stringify({ error }) };
}

/** Errors of ours hold no secret and no value of a row. */
function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error';
}
