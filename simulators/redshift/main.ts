import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createDatabase } from './catalog/create-database.ts';
import { startRedshift } from './start-redshift.ts';

const usage = `Stands in for Amazon Redshift, before a PostgreSQL of this machine, and for S3.

  node simulators/redshift/main.ts --postgres-url postgres://postgres:…@127.0.0.1:5432/redshift [options]

  --postgres-url URL   a superuser's; or the variable POSTGRES_URL. Give it a database of its own, which is made if it is not
                       there
  --postgres-password-file PATH     its password, where the URL has none
  --port N             default 5439; 0 takes any free port
  --host ADDRESS       default 127.0.0.1
  --public-host NAME   how jobs reach this server, where that is not the address it listens at
  --s3-port N          default 9000
  --s3-url URL         how jobs reach the S3, where that is not the address it listens at
  --tls                answers TLS requests with a certificate of its own
  --help
`;

const { values } = parseArgs({
  options: {
    'postgres-url': { type: 'string' },
    'postgres-password-file': { type: 'string' },
    port: { type: 'string', default: '5439' },
    host: { type: 'string', default: '127.0.0.1' },
    'public-host': { type: 'string' },
    's3-port': { type: 'string', default: '9000' },
    's3-url': { type: 'string' },
    tls: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(usage);
} else {
  const postgresUrl = readPostgresUrl();
  await createDatabase(postgresUrl);
  const redshift = await startRedshift({
    postgresUrl,
    port: portNumber('port'),
    host: values.host,
    tls: values.tls,
    s3: {
      port: portNumber('s3-port'),
      ...(values['s3-url'] === undefined ? {} : { publicUrl: values['s3-url'] }),
    },
    ...(values['public-host'] === undefined ? {} : { publicHost: values['public-host'] }),
  });
  process.stdout.write('# The stand-in of Redshift listens. Environment for jobs:\n');
  for (const [name, value] of Object.entries(redshift.env)) process.stdout.write(`${name}='${value}'\n`);

  const stop = async () => {
    await redshift.close();
    process.exitCode = 0;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}

function readPostgresUrl(): string {
  const url = values['postgres-url'] ?? process.env.POSTGRES_URL ?? usageError('--postgres-url is missing');
  const passwordFile = values['postgres-password-file'];
  if (passwordFile === undefined) return url;
  const complete = new URL(url);
  complete.password = readFileSync(passwordFile, 'utf8').trim();
  return complete.href;
}

function portNumber(name: 'port' | 's3-port'): number {
  const port = Number(values[name]);
  return Number.isInteger(port) && port >= 0 && port < 65_536 ? port : usageError(`--${name} takes a port`);
}

function usageError(problem: string): never {
  process.stderr.write(`${problem}\n\n${usage}`);
  process.exit(2);
}
