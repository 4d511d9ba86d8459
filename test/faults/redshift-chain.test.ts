import { CopyObjectCommand, DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { beforeAll, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../support/job-stack.ts';
import {
  countStatements,
  killAtS3Request,
  killAtStatement,
  killPoints,
  letLeasesExpire,
} from '../support/kill-job.ts';
import { tabOf } from '../support/spreadsheet.ts';

/** What runs each night, in this order. */
const NIGHT = [
  { job: 'mobilize-to-warehouse', env: {}, every: 12 },
  { job: 'warehouse-transform', env: {}, every: 7 },
  { job: 'warehouse-to-actionnetwork', env: {}, every: 9 },
  {
    job: 'warehouse-to-everyaction',
    env: { VAN_QUERY: 'SELECT 101001 AS vanid UNION ALL SELECT 101002' },
    every: 9,
  },
  {
    job: 'warehouse-to-sheets',
    env: { SHEETS_QUERY: 'SELECT id, email_address, attended FROM mobilize.attendances ORDER BY id' },
    every: 9,
  },
] as const;
type Step = (typeof NIGHT)[number];

const NOTHING = { objects: [], tables: [], leases: [], calls: [], runs: [] };
const DAY_BREAKS_MS = Date.now();

const starter =
  (stack: JobStack, { job, env }: Step) =>
  (more = {}) =>
    stack.start(job, [], { ...env, ...more });

/** After a first night, a day with changes, the same on every stack. */
async function createScene(): Promise<JobStack> {
  const stack = await createJobStack({ attendances: 20, migrated: true, dialect: 'redshift' });
  for (const step of NIGHT) expect((await starter(stack, step)().end).exitCode).toBe(0);
  const { clock } = stack.simulators.context;
  clock.set(DAY_BREAKS_MS);
  clock.freeze();
  await stack.control('mobilize/advance', { days: 1 });
  clock.resume();
  return stack;
}

/** What the night is for: all that must be the same whatever happened on the way. */
async function outcome(stack: JobStack) {
  const { actionNetwork, everyAction } = stack.simulators;
  const contents: Record<string, unknown> = {};
  for (const table of [
    'attendances',
    'events',
    'deleted_events',
    'people',
    'organizations',
    'users_to_sync',
  ]) {
    contents[table] = await stack.query(`SELECT * FROM mobilize.${table} ORDER BY 1, 2, 3`);
  }
  return {
    ...contents,
    watermarks: await stack.query('SELECT job, name, value FROM etl.job_state ORDER BY 1, 2'),
    actionNetworkLog: await stack.query(
      'SELECT mobilizeid, outcome, errors, attempt, payload_hash FROM mobilize.mobilize_to_actionnetwork_log ORDER BY 1, 4',
    ),
    everyActionLog: await stack.query(
      'SELECT vanid, source_code_id, outcome, errors, attempt FROM mobilize.everyaction_log ORDER BY 1',
    ),
    people: actionNetwork.group.directory.all().map(({ email, phone }) => [email, phone]),
    taggings: actionNetwork.group.tags.taggings().length,
    codes: everyAction.committee
      .applications()
      .map(({ vanId, id }) => [vanId, id])
      .sort(),
    sheet: tabOf(stack.simulators, 'Sheet1').cells,
  };
}

/** What no night may leave behind. */
async function leftOver(stack: JobStack) {
  return {
    objects: await objectsOn(stack),
    tables: await stack.query(
      "SELECT relname FROM pg_class WHERE relkind = 'r' AND (relname LIKE '%\\_\\_%' OR relname LIKE 'etl\\_stage%')",
    ),
    leases: await stack.query('SELECT target FROM etl.job_leases WHERE expires_at > now()'),
    calls: await stack.query('SELECT row_key FROM etl.outbox'),
    runs: await stack.query("SELECT job FROM etl.job_runs WHERE status = 'running'"),
  };
}

function s3Of(stack: JobStack) {
  const { redshift } = stack.database;
  if (redshift === undefined) throw new Error('the stack is not on Redshift');
  return redshift.s3;
}

async function objectsOn(stack: JobStack): Promise<string[]> {
  const { client, bucket } = s3Of(stack);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
  return Contents.map(({ Key = '' }) => Key);
}

/** Lets a day pass for what killed runs have left: the folder of a load says in its name when the load began. */
async function letObjectsAge(stack: JobStack): Promise<void> {
  const { client, bucket: Bucket } = s3Of(stack);
  const dayBeforeYesterday = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000).toISOString();
  for (const key of await objectsOn(stack)) {
    const Key = key.replace(/\d{8}(?=T\d{6}Z)/, dayBeforeYesterday.slice(0, 10).replaceAll('-', ''));
    await client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${key}` }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
  }
}

/** Of a night that nobody disturbs. */
let undisturbed: Record<string, unknown>;
/** How many statements each job of it sends, in their order. */
const statements: number[] = [];
beforeAll(async () => {
  await using stack = await createScene();
  for (const step of NIGHT) statements.push(await countStatements(stack, starter(stack, step)));
  undisturbed = await outcome(stack);
  expect(await leftOver(stack)).toEqual(NOTHING);
});

/** Each kill meets what the ones before it have left. Answers how many there were. */
async function killAroundStatements(stack: JobStack, step: Step, count: number): Promise<number> {
  let kills = 0;
  for (const [index, nth] of killPoints(count, step.every).entries()) {
    const phase = index % 2 === 0 ? 'before' : 'after';
    if (await killAtStatement(stack, starter(stack, step), { nth, phase })) kills += 1;
    await letLeasesExpire(stack);
  }
  return kills;
}

it('a night whose jobs are killed around their statements, again and again, ends as one that nobody disturbs', async () => {
  await using stack = await createScene();

  for (const [index, step] of NIGHT.entries()) {
    const kills = await killAroundStatements(stack, step, statements[index] ?? 0);
    await letObjectsAge(stack);
    const { exitCode, summary } = await starter(stack, step)().end;

    expect(kills, step.job).toBeGreaterThan(2);
    expect([exitCode, summary?.error], step.job).toEqual([0, undefined]);
  }

  expect(await outcome(stack)).toEqual(undisturbed);
  expect(await leftOver(stack)).toEqual(NOTHING);
});

it('a load that is killed around its requests to S3 leaves objects there, and a run a day later deletes them', async () => {
  await using stack = await createScene();
  const [load] = NIGHT;

  // Of the first list: two that look for what is left there, its rows, its manifest, and the deletion of both.
  for (const nth of [1, 3, 4, 5]) {
    const phase = nth % 2 === 0 ? 'after' : 'before';
    expect(await killAtS3Request(stack, starter(stack, load), { nth, phase }), `request ${nth}`).toBe(true);
    await letLeasesExpire(stack);
  }
  const left = await objectsOn(stack);
  await letObjectsAge(stack);
  for (const step of NIGHT) expect((await starter(stack, step)().end).exitCode, step.job).toBe(0);

  expect(left.length).toBeGreaterThan(2);
  expect(await outcome(stack)).toEqual(undisturbed);
  expect(await leftOver(stack)).toEqual(NOTHING);
});
