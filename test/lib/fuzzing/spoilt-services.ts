import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { type RunningSimulators, startSimulators } from '@movement-etl/simulators';
import { type ReceivedRequest, startHttpServer } from '../../support/http-server.ts';
import type { Mutation, Sample } from './mutations.ts';

/** Which answers are spoilt: the one with this number, counted from 0, or that and all after it. */
export interface Plan {
  readonly from: number;
  readonly isLasting: boolean;
  readonly mutation: Mutation;
}

/** The simulators, with something between them and their callers that spoils answers. */
export interface SpoiltServices {
  readonly url: string;
  readonly simulators: RunningSimulators;
  /** Begins anew: the simulators as seeded, answers spoilt as planned; lists come in short pages. */
  begin(plan?: Plan): void;
  /** Requests since then. */
  readonly requestCount: number;
  close(): Promise<void>;
}

export async function startSpoiltServices(): Promise<SpoiltServices> {
  const port = await freePort();
  let plan: Plan | undefined;
  let requestCount = 0;

  const server = await startHttpServer(async (received) => {
    const index = requestCount++;
    const sample = await pass(received, port);
    const isSpoilt = plan !== undefined && (plan.isLasting ? index >= plan.from : index === plan.from);
    const { status, headers, body } = isSpoilt && plan ? plan.mutation(sample) : sample;
    const hasNoBody = status === 204 || status === 304;
    return { status, headers, text: hasNoBody ? '' : body };
  });
  // Links in answers lead here too.
  const simulators = await startSimulators({
    port,
    publicUrl: server.url,
    attendances: 8,
    rateLimits: false,
  });
  return {
    url: server.url,
    simulators,
    begin: (next) => {
      simulators.reset();
      simulators.mobilize.knobs.turn({ maxPerPage: 3 });
      plan = next;
      requestCount = 0;
    },
    get requestCount() {
      return requestCount;
    },
    close: async () => {
      await server.close();
      await simulators.close();
    },
  };
}

/** What the simulators answer. */
async function pass({ method, path, headers, body }: ReceivedRequest, port: number): Promise<Sample> {
  const passed = request({ port, host: '127.0.0.1', method, path, headers });
  passed.end(body);
  // An event of this name has an answer for its argument.
  const [answer] = (await once(passed, 'response')) as [IncomingMessage];
  const kept = ['content-type', 'location', 'retry-after'].flatMap((name) => {
    const value = answer.headers[name];
    return value === undefined ? [] : [[name, String(value)]];
  });
  return { status: answer.statusCode ?? 0, headers: Object.fromEntries(kept), body: await text(answer) };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port is free');
  return address.port;
}
