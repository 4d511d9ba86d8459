import { parseArgs } from 'node:util';
import { startSimulators } from './server.ts';

const usage = `Stands in for Mobilize, Action Network, EveryAction, Google Sheets and Drive, and Slack on this machine.

  node simulators/main.ts [options]

  --port N                 default 9100; 0 takes any free port
  --host ADDRESS           default 127.0.0.1
  --public-url URL         how jobs reach this server, where that is not the address it listens at
  --seed N                 default 1; the same seed gives the same data
  --attendances N          default 500
  --state-file PATH        keeps the state there between runs
  --credentials-file PATH  writes the service-account key there; otherwise the environment carries it
  --no-rate-limits         lets any number of calls through
  --latency-ms N           slows every answer down
  --note TEXT              said last, once the server listens
  --help
`;

const { values } = parseArgs({
  allowNegative: true,
  options: {
    port: { type: 'string', default: '9100' },
    host: { type: 'string', default: '127.0.0.1' },
    'public-url': { type: 'string' },
    seed: { type: 'string', default: '1' },
    attendances: { type: 'string', default: '500' },
    'state-file': { type: 'string' },
    'credentials-file': { type: 'string' },
    'rate-limits': { type: 'boolean', default: true },
    'latency-ms': { type: 'string', default: '0' },
    note: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(usage);
} else {
  const simulators = await startSimulators({
    port: wholeNumber('port'),
    host: values.host,
    publicUrl: values['public-url'],
    seed: wholeNumber('seed'),
    attendances: wholeNumber('attendances'),
    stateFile: values['state-file'],
    credentialsFile: values['credentials-file'],
    rateLimits: values['rate-limits'],
    latencyMs: wholeNumber('latency-ms'),
  });
  process.stdout.write(`# The simulators listen at ${simulators.url}. Environment for jobs:\n`);
  for (const [name, value] of Object.entries(simulators.env)) process.stdout.write(`${name}='${value}'\n`);
  if (values.note !== '') process.stdout.write(`\n${values.note.trimEnd()}\n`);

  const stop = async () => {
    await simulators.close();
    process.exitCode = 0;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}

function wholeNumber(name: 'port' | 'seed' | 'attendances' | 'latency-ms'): number {
  if (!/^\d{1,9}$/.test(values[name])) {
    process.stderr.write(`--${name} takes a whole number, not ${JSON.stringify(values[name])}\n`);
    process.exit(2);
  }
  return Number(values[name]);
}
