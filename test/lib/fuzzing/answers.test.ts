import { setTimeout as sleep } from 'node:timers/promises';
import { createActionNetwork } from '@movement-etl/lib/connectors/action-network';
import { createEveryAction } from '@movement-etl/lib/connectors/everyaction';
import { createGoogleSheets } from '@movement-etl/lib/connectors/google-sheets';
import { createMobilize } from '@movement-etl/lib/connectors/mobilize';
import { createSlack } from '@movement-etl/lib/connectors/slack';
import { EtlError } from '@movement-etl/lib/errors';
import { silentLogger } from '@movement-etl/lib/logging';
import { Table } from '@movement-etl/lib/table';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutation } from './mutations.ts';
import { type SpoiltServices, startSpoiltServices } from './spoilt-services.ts';

/** FUZZ_RUNS for a longer search. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 40);
const SEED = Number(process.env.FUZZ_SEED ?? 7);
/** Far more than any of these calls needs with all its repetitions. */
const MOST_REQUESTS = 300;
const MOST_MS = 30_000;

let services: SpoiltServices;
beforeAll(async () => {
  services = await startSpoiltServices();
});
afterAll(() => services.close());

const impatient = { callsPerSecond: 0, retries: { firstDelayMs: 1, maxDelayMs: 1, maxRetryAfterMs: 1 } };
const TRAINING_SPREADSHEET = '1YZr6gXmptxfzqb_t58frwNHhVu_KMTQzvMpnNUZd47I';
const SPREADSHEET = '1SimVolunteerAttendanceRecords00000000000000';
const target = { spreadsheetId: SPREADSHEET, worksheet: 'Sheet1' };
const rows = Table.fromRows([
  { id: 1, name: 'Ada', day: '2026-01-01' },
  { id: 2, name: 'Ben', day: null },
]);

const mobilize = () =>
  createMobilize({
    apiKey: services.simulators.env.MOBILIZE_AMERICA_API_KEY,
    organizationIds: [Number(services.simulators.env.MOBILIZE_ORGANIZATION_ID)],
    baseUrl: services.simulators.env.MOBILIZE_API_URL,
    ...impatient,
  });
const actionNetwork = () =>
  createActionNetwork({
    token: services.simulators.env.AN_API_TOKEN ?? '',
    baseUrl: services.simulators.env.AN_API_URL,
    ...impatient,
  });
const everyAction = () =>
  createEveryAction({
    apiKey: services.simulators.env.VAN_API_KEY ?? '',
    mode: 'EveryAction',
    baseUrl: services.simulators.env.VAN_API_URL,
    ...impatient,
  });
const google = () =>
  createGoogleSheets({
    credentials: services.simulators.env.GOOGLE_DRIVE_CREDENTIALS ?? '',
    apiUrl: services.url,
    logger: silentLogger,
    clock: { wait: async () => undefined, random: () => 0 },
  });
const person = { email: 'new@example.org', firstName: 'New' };

/** What is asked of each service; each call reads every kind of answer that it may get. */
const CALLS: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['Mobilize: attendances', () => mobilize().attendances().toArray()],
  ['Mobilize: people', () => mobilize().people().toArray()],
  ['Mobilize: events', () => mobilize().events().toArray()],
  ['Mobilize: deleted events', () => mobilize().deletedEvents().toArray()],
  ['Mobilize: organizations', () => mobilize().organizations().toArray()],
  ['Mobilize: enums', () => mobilize().enums()],
  ['Mobilize: credentials', () => mobilize().checkCredentials()],
  [
    'Action Network: a person with a tag',
    async () => {
      const client = actionNetwork();
      const tag = await client.ensureTag('Fuzzed');
      const { id } = await client.upsertPerson({
        person: { email_addresses: [{ address: 'ada@example.org' }], given_name: 'Ada' },
        addTags: [tag.name],
      });
      await client.getPerson(id);
      await client.taggings({ personId: id }).toArray();
    },
  ],
  [
    'Action Network: lists',
    async () => {
      const client = actionNetwork();
      await client.ensureTag('Fuzzed');
      for (const address of ['ada@example.org', 'ben@example.org'])
        await client.upsertPerson({ person: { email_addresses: [{ address }] } });
      await client.people().toArray();
      await client.tags().toArray();
    },
  ],
  ['Action Network: credentials', () => actionNetwork().checkCredentials()],
  [
    'EveryAction: a code for a person',
    async () => {
      const client = everyAction();
      await client.findPerson(person);
      const { vanId } = await client.findOrCreatePerson(person);
      await client.applyCode({ vanId, codeId: 1001 });
      await client.applyActivistCode({ vanId, activistCodeId: 2001 });
    },
  ],
  [
    'EveryAction: codes',
    async () => {
      const client = everyAction();
      await client.checkCredentials();
      await client.codes().toArray();
      await client.activistCodes().toArray();
      await client.getCode(1001);
      await client.getActivistCode(2001);
    },
  ],
  ['Google: overwrite', () => google().overwrite(target, rows)],
  ['Google: append', () => google().append(target, rows, { key: 'id' })],
  ['Google: merge', () => google().merge(target, rows, { key: 'id' })],
  [
    'Google: read',
    async () => {
      const client = google();
      const [first] = await client.worksheets(TRAINING_SPREADSHEET);
      const source = { spreadsheetId: TRAINING_SPREADSHEET, worksheet: first?.title ?? '' };
      await (await client.readWorksheet(source)).toArray();
      await client.readWatermark(target);
    },
  ],
  [
    'Google: a lease',
    async () => {
      const lease = google().lease({ spreadsheetId: SPREADSHEET, name: 'fuzz' });
      const answer = await lease.acquire({ job: 'fuzz', runId: 'run', now: new Date(), ttlSeconds: 60 });
      if ('fence' in answer) await lease.release({ runId: 'run', fence: answer.fence });
    },
  ],
  ['Slack: a message', () => slack().send({ title: 'hello', fields: [] })],
];

function slack() {
  return createSlack({ webhookUrl: services.simulators.env.SLACK_API_WEBHOOK ?? '', maxDelayMs: 1 });
}

describe('whatever a service answers', () => {
  it.each(CALLS)(
    '%s: the call succeeds or throws one of our errors, and ends',
    async (_, call) => {
      services.begin();
      await call();
      const { requestCount } = services;

      await fc.assert(
        fc.asyncProperty(
          fc.nat({ max: requestCount - 1 }),
          fc.boolean(),
          mutation,
          async (from, isLasting, mutate) => {
            services.begin({ from, isLasting, mutation: mutate });

            const outcome = await Promise.race([
              call().then(
                () => 'success',
                (error: unknown) => error,
              ),
              sleep(MOST_MS, 'endless', { ref: false }),
            ]);

            if (outcome !== 'success' && !(outcome instanceof EtlError)) throw outcome;
            expect(services.requestCount).toBeLessThan(MOST_REQUESTS);
          },
        ),
        { numRuns: RUNS, seed: SEED },
      );
    },
    600_000,
  );
});
