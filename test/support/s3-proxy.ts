import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `before`: S3 has not seen the request. `after`: it has answered, and the client has not seen the answer. */
export type S3Phase = 'before' | 'after';

/** Stands between a job and S3, counts the requests that go through, and can stop at one of them. */
export interface S3Proxy extends AsyncDisposable {
  /** What a job gets as AWS_ENDPOINT_URL_S3. */
  readonly url: string;
  readonly requestCount: number;
  /** Stops the nth request, counted from 1 since the start; resolves when it stands there. */
  stopAt(nth: number, phase: S3Phase): Promise<void>;
}

interface Stop {
  readonly nth: number;
  readonly phase: S3Phase;
  readonly reached: () => void;
}

/** Listens on a free port of 127.0.0.1. */
export async function startS3Proxy(s3Url: string): Promise<S3Proxy> {
  let requestCount = 0;
  let stop: Stop | undefined;
  const server = createServer((asked, answer) => {
    requestCount += 1;
    const stopped = requestCount === stop?.nth ? stop : undefined;
    if (stopped?.phase === 'before') return stopped.reached();
    const forwarded = request(new URL(asked.url ?? '/', s3Url), {
      method: asked.method,
      headers: asked.headers,
    });
    forwarded.on('error', () => answer.destroy());
    forwarded.on('response', (response) => {
      if (stopped !== undefined) {
        response.resume().once('end', stopped.reached);
        return;
      }
      answer.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(answer);
    });
    asked.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has this kind of address.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get requestCount() {
      return requestCount;
    },
    stopAt: (nth, phase) =>
      new Promise((resolve) => {
        stop = { nth, phase, reached: resolve };
      }),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
