import { randomInt } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import pg from 'pg';
import { generate } from 'selfsigned';
import { installCatalog } from './catalog/install.ts';
import { createFaults, type FaultKnobs } from './faults.ts';
import {
  ACCESS_KEY_ID,
  REGION,
  type RunningS3,
  type S3Options,
  SECRET_ACCESS_KEY,
  startS3,
} from './s3/start-s3.ts';
import { Backend } from './session/backend.ts';
import { ClientSession } from './session/client-session.ts';
import type { SessionContext } from './session/context.ts';
import { type Account, logIn, type PasswordMethod } from './session/log-in.ts';
import { backendKeyData, errorResponse, parameterStatus, readyForQuery } from './wire/messages.ts';
import { readStartup } from './wire/startup.ts';

export interface RedshiftOptions {
  /** A superuser's URL of the PostgreSQL behind; clients may name another database of that server. */
  readonly postgresUrl: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** How jobs reach it, where that is not the host it listens at. */
  readonly publicHost?: string;
  /** Default `etl`. */
  readonly user?: string;
  /** Default `Simulated1`. */
  readonly password?: string;
  /** Default `md5`. */
  readonly passwordMethod?: PasswordMethod;
  /** Answers TLS requests with a certificate of its own; default false: encryption is declined. */
  readonly tls?: boolean;
  readonly s3?: S3Options;
}

export interface RunningRedshift {
  /** `redshift://…`, with user and password. */
  readonly url: string;
  /** What a job needs to find it. */
  readonly env: Record<string, string>;
  readonly s3: RunningS3;
  readonly faults: FaultKnobs;
  /** Of the certificate, in PEM, where `tls` is on. */
  readonly certificate: string | undefined;
  close(): Promise<void>;
}

/** Starts a stand-in of Amazon Redshift before a PostgreSQL, and one of S3 for its COPY. */
export async function startRedshift(options: RedshiftOptions): Promise<RunningRedshift> {
  const { postgresUrl, port = 0, host = '127.0.0.1', user = 'etl', password = 'Simulated1' } = options;
  const account: Account = { user, password, method: options.passwordMethod ?? 'md5' };
  const s3 = await startS3(host, options.s3);
  const faults = createFaults();
  const context: SessionContext = { faults, s3: s3.client, postgresUrl };
  const tls = options.tls === true ? await makeCertificate() : undefined;
  const installed = new Map<string, Promise<void>>();
  const sockets = new Set<Socket>();

  async function open(parameters: ReadonlyMap<string, string>): Promise<Backend> {
    const database = parameters.get('database') ?? new URL(postgresUrl).pathname.slice(1);
    const ready = installed.get(database) ?? installCatalog(postgresUrl, database);
    installed.set(database, ready);
    await ready;
    return await Backend.open(postgresUrl, database);
  }

  async function serve(socket: Socket): Promise<void> {
    const greeted = await greet(socket, tls);
    if (greeted === undefined) return;
    const { client, parameters } = greeted;
    client.on('error', () => {});
    if (!(await logIn(client, parameters.get('user') ?? '', account))) return;
    const unknown = UNKNOWN_AT_START.find((name) => parameters.has(name));
    if (unknown !== undefined) {
      const message = `unrecognized configuration parameter "${unknown}"`;
      client.end(errorResponse({ severity: 'FATAL', code: '42704', message }));
      return;
    }
    try {
      const backend = await open(parameters);
      for (const [name, value] of STATUS) client.write(parameterStatus(name, value));
      client.write(backendKeyData(backend.processId, randomInt(2 ** 31 - 1)));
      client.write(readyForQuery('I'));
      await new ClientSession(client, backend, context).run();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = error instanceof pg.DatabaseError ? (error.code ?? 'XX000') : 'XX000';
      client.end(errorResponse({ severity: 'FATAL', code, message }));
    }
  }

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    serve(socket).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const listening = typeof address === 'object' && address !== null ? address.port : port;
  const database = new URL(postgresUrl).pathname.slice(1);
  const url = `redshift://${user}:${password}@${options.publicHost ?? host}:${listening}/${database}`;
  return {
    url,
    env: {
      DATABASE_URL: url,
      S3_TEMP_BUCKET: s3.bucket,
      AWS_ACCESS_KEY_ID: ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: SECRET_ACCESS_KEY,
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL_S3: s3.url,
    },
    s3,
    faults: faults.knobs,
    certificate: tls?.cert,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await s3.close();
    },
  };
}

/** What `pg` sends in the start message for settings that Redshift does not have. */
const UNKNOWN_AT_START = ['lock_timeout', 'idle_in_transaction_session_timeout'];

/** What Redshift tells a client about itself at the start. */
const STATUS: readonly (readonly [string, string])[] = [
  ['server_version', '8.0.2'],
  ['server_encoding', 'UNICODE'],
  ['client_encoding', 'UTF8'],
  ['DateStyle', 'ISO, MDY'],
  ['integer_datetimes', 'on'],
  ['is_superuser', 'off'],
  ['TimeZone', 'UTC'],
];

interface Certificate {
  readonly cert: string;
  readonly key: string;
}

async function makeCertificate(): Promise<Certificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
  return { cert, key };
}

/** Reads up to the start message, with TLS in between if the client asks and we have it. */
async function greet(socket: Socket, tls: Certificate | undefined) {
  let client: Duplex = socket;
  for (;;) {
    const message = await readStartup(client);
    switch (message?.kind) {
      case 'ssl':
        socket.write(tls === undefined ? 'N' : 'S');
        if (tls !== undefined) client = new TLSSocket(socket, { isServer: true, ...tls });
        break;
      case 'gss':
        socket.write('N');
        break;
      case 'start':
        return { client, parameters: message.parameters };
      default:
        socket.destroy();
        return undefined;
    }
  }
}
