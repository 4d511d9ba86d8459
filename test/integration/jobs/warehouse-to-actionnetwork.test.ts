import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';
import { killAtRequest, letLeasesExpire } from '../../support/kill-job.ts';
import { DIALECTS } from '../../support/test-database.ts';

const JOB = 'warehouse-to-actionnetwork';
const TAG = 'Mobilize Event Attendee';

describe.each(DIALECTS)('warehouse-to-actionnetwork, on %s', (dialect) => {
  /** Of Action Network alone, whatever the warehouse is. */
  const itOnce = it.runIf(dialect === 'postgres');

  let stack: JobStack;
  beforeEach(async () => {
    stack = await createJobStack({ attendances: 0, migrated: true, dialect });
  });
  afterEach(() => stack[Symbol.asyncDispose]());

  interface SomePerson {
    readonly id: number;
    readonly email?: string | null;
    readonly phone?: string | null;
  }

  /** Puts sign-ups into the warehouse and runs the transform, as every night. */
  async function signUp(...people: SomePerson[]): Promise<void> {
    for (const { id, email = `person.${id}@example.org`, phone } of people) {
      await stack.query(
        `INSERT INTO mobilize.attendances (id, user_id, given_name, family_name, email_address, phone_number, postal_code, status, modified_date)
       VALUES ($1, $1, 'Given', 'Family', $2, $3, '02139', 'REGISTERED', '2024-01-01')`,
        [id, email, phone],
      );
    }
    await transform();
  }
  const transform = () => stack.run('warehouse-transform');
  const changeEmail = (id: number, email: string) =>
    stack
      .query('UPDATE mobilize.attendances SET email_address = $2 WHERE id = $1', [id, email])
      .then(transform);

  const log = () =>
    stack.query<{ id: number; outcome: string; errors: string | null; http_status: number | null }>(
      'SELECT mobilizeid::int AS id, outcome, synced, errors, attempt, http_status, actionnetworkid FROM mobilize.mobilize_to_actionnetwork_log ORDER BY mobilizeid, attempt',
    );
  const group = () => stack.simulators.actionNetwork.group;
  const peopleThere = () => group().directory.all();
  const emailsThere = () => peopleThere().map(({ email }) => email?.address ?? null);
  const upserts = () =>
    stack.simulators.context.journal
      .entries()
      .filter(({ method, path }) => method === 'POST' && path.endsWith('/people'));
  /** Action Network refuses or fails the n-th person. */
  const spoilPerson = (nth: number, status: number, times?: number) =>
    stack.simulators.context.faults.add({
      match: { api: 'actionNetwork', method: 'POST', path: '/api/v2/people' },
      ...(times === undefined ? { nth } : { times }),
      action: { kind: 'status', status, body: { error: 'the person canary@example.org cannot be used' } },
    });

  describe('a person to sync', () => {
    it('is sent with name, address, number, postal code and tag, and logged with the id there', async () => {
      await signUp({ id: 1, email: 'Ana@example.org', phone: '(512) 555-0101' });

      const { exitCode, summary } = await stack.run(JOB);

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 1, written: 1 });
      const [person] = peopleThere();
      expect(person).toMatchObject({
        given_name: 'Given',
        family_name: 'Family',
        email: { address: 'ana@example.org' },
        phone: { number: '15125550101' },
        postalAddress: { postal_code: '02139' },
      });
      expect(group().tags.taggings()).toMatchObject([{ personUuid: person?.uuid }]);
      expect(await log()).toEqual([
        {
          id: 1,
          outcome: 'synced',
          synced: true,
          errors: null,
          attempt: 1,
          http_status: 200,
          actionnetworkid: person?.uuid,
        },
      ]);
    });

    it('costs one call', async () => {
      await signUp({ id: 1 }, { id: 2 }, { id: 3 });

      await stack.run(JOB);

      expect(upserts()).toHaveLength(3);
    });

    it.each([
      ['a cut connection', { kind: 'cut', when: 'after' }],
      ['a 502', { kind: 'html', status: 502, when: 'after' }],
    ] as const)(
      'whose write took effect before %s is found there, and not sent again',
      async (_what, action) => {
        await signUp({ id: 1 });
        stack.simulators.context.faults.add({
          match: { api: 'actionNetwork', method: 'POST', path: '/api/v2/people' },
          nth: 1,
          action,
        });

        const { exitCode } = await stack.run(JOB);

        expect(exitCode).toBe(0);
        expect(upserts()).toHaveLength(1);
        expect(await log()).toMatchObject([{ outcome: 'synced', actionnetworkid: peopleThere()[0]?.uuid }]);
      },
    );

    it('keeps the consent that was given or taken back', async () => {
      for (const status of ['subscribed', 'unsubscribed']) {
        await stack.control('action-network/people', {
          person: {
            email_addresses: [{ address: `${status}@example.org`, status }],
            phone_numbers: [{ number: status === 'subscribed' ? '15125550101' : '15125550102', status }],
          },
        });
      }
      await signUp(
        { id: 1, email: 'subscribed@example.org', phone: '5125550101' },
        { id: 2, email: 'unsubscribed@example.org', phone: '5125550102' },
        { id: 3, phone: '5125550103' },
      );

      await stack.run(JOB);

      expect(peopleThere().map(({ email, phone }) => [email?.status, phone?.status])).toEqual([
        ['subscribed', 'subscribed'],
        ['unsubscribed', 'unsubscribed'],
        // The default of Action Network for an address that nobody has said anything about, and of no text messages.
        ['subscribed', 'unsubscribed'],
      ]);
    });

    it('is sent without a number that somebody else has too', async () => {
      await signUp({ id: 1, phone: '5125550101' }, { id: 2, phone: '1-512-555-0101' });

      await stack.run(JOB);

      expect(peopleThere().map(({ phone }) => phone)).toEqual([null, null]);
    });

    it('is skipped with the reason when nothing would tell them apart', async () => {
      await signUp(
        { id: 1, email: null, phone: null },
        { id: 2, email: '  ', phone: '123' },
        { id: 3, email: null, phone: '5125550101' },
        { id: 4, email: null, phone: '5125550101' },
      );

      const { exitCode, summary } = await stack.run(JOB);

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 4, skipped: 4 });
      expect(peopleThere()).toEqual([]);
      expect((await log()).map(({ outcome, errors }) => [outcome, errors])).toEqual(
        Array(4).fill(['skipped', 'no e-mail address or usable phone number']),
      );
    });

    it('whose address is none is failed with the reason, and nothing of the address', async () => {
      await signUp({ id: 1, email: 'canary is no address' }, { id: 2 });

      const { exitCode, output } = await stack.run(JOB);

      expect(exitCode).toBe(3);
      expect(await log()).toMatchObject([
        { id: 1, outcome: 'failed', errors: expect.stringContaining('e-mail address') },
        { id: 2, outcome: 'synced' },
      ]);
      expect(output + JSON.stringify(await log())).not.toContain('canary');
    });
  });

  describe('what Action Network kept instead of what was sent', () => {
    itOnce('is noticed and logged by the name of the field, and the person counts as sent', async () => {
      await signUp({ id: 1, email: 'canary.new@example.org' });
      stack.simulators.context.faults.add({
        match: { api: 'actionNetwork', method: 'POST', path: '/api/v2/people' },
        nth: 1,
        action: {
          kind: 'status',
          status: 200,
          body: {
            identifiers: ['action_network:2f0c7c1e-6c1a-4b0e-9f3d-0a4f7c5d9e21'],
            email_addresses: [{ address: 'canary.old@example.org' }],
          },
        },
      });

      const { exitCode, output } = await stack.run(JOB);

      expect(exitCode).toBe(0);
      expect(await log()).toMatchObject([
        { outcome: 'synced', synced: true, errors: 'Action Network kept its own email_addresses' },
      ]);
      expect(output).not.toContain('canary');
    });
  });

  describe('a list of one’s own', () => {
    const DONORS = {
      AN_QUERY: 'SELECT * FROM donors',
      AN_LIST: 'donors',
      AN_MAPPING: JSON.stringify({
        id: 'donor',
        email_address: 'mail',
        custom_fields: { Hub: 'hub', 'Last gift': 'last_gift' },
        tags: 'groups',
        unsubscribe: 'left',
      }),
    };
    const donate = async () => {
      await stack.query(
        'CREATE TABLE donors (donor bigint, mail varchar(200), hub varchar(50), last_gift date, groups varchar(200), "left" boolean)',
      );
      await stack.query(
        `INSERT INTO donors VALUES (1, 'd1@example.org', 'North', '2026-01-31', 'Donor,Monthly', false),
         (2, 'd2@example.org', NULL, NULL, 'Donor', true)`,
      );
    };
    const tagsOf = (address: string) => {
      const uuid = peopleThere().find(({ email }) => email?.address === address)?.uuid ?? '';
      const names = new Map(
        group()
          .tags.all()
          .map((tag) => [tag.uuid, tag.name]),
      );
      return group()
        .tags.taggings({ personUuid: uuid })
        .map(({ tagUuid }) => names.get(tagUuid));
    };

    it('is sent as its mapping says: fields, custom fields, tags of each row, and who left', async () => {
      await donate();

      const { exitCode } = await stack.run(JOB, [], DONORS);

      expect(exitCode).toBe(0);
      expect(peopleThere()).toMatchObject([
        {
          email: { address: 'd1@example.org', status: 'subscribed' },
          custom_fields: { Hub: 'North', 'Last gift': '2026-01-31' },
        },
        { email: { address: 'd2@example.org', status: 'unsubscribed' }, custom_fields: {} },
      ]);
      expect(tagsOf('d1@example.org')).toEqual(['Donor', 'Monthly']);
      expect(tagsOf('d2@example.org')).toEqual(['Donor']);
    });

    it('is sent again when its data change, and when its mapping does, and otherwise not', async () => {
      await donate();
      await stack.run(JOB, [], DONORS);

      const again = await stack.run(JOB, [], DONORS);
      await stack.query("UPDATE donors SET hub = 'South' WHERE donor = 1");
      const changed = await stack.run(JOB, [], DONORS);
      const mapped = await stack.run(JOB, ['--tag', 'Everybody'], DONORS);

      expect([again, changed, mapped].map(({ summary }) => summary?.counts.written)).toEqual([0, 1, 2]);
      expect(peopleThere()[0]?.custom_fields).toMatchObject({ Hub: 'South' });
      expect(tagsOf('d2@example.org')).toContain('Everybody');
    });

    it('has people of its own, whatever the ids of others', async () => {
      await donate();
      await signUp({ id: 1 });

      const runs = [
        await stack.run(JOB),
        await stack.run(JOB, [], DONORS),
        await stack.run(JOB),
        await stack.run(JOB, [], DONORS),
      ];

      expect(runs.map(({ summary }) => summary?.counts.written)).toEqual([1, 2, 0, 0]);
      expect(emailsThere()).toHaveLength(3);
    });

    itOnce(
      'ends at once when a column is not there, or the tags are no tags, and nobody is sent',
      async () => {
        await donate();
        await stack.query(
          "INSERT INTO donors SELECT number, number || '@example.org', NULL, NULL, 'tag ' || number FROM generate_series(10, 300) AS number",
        );

        const misspelt = await stack.run(JOB, [], {
          ...DONORS,
          AN_MAPPING: '{"id": "donor", "email_address": "email"}',
        });
        const tooMany = await stack.run(JOB, [], DONORS);

        expect([misspelt.exitCode, tooMany.exitCode]).toEqual([2, 2]);
        expect(misspelt.summary?.error?.message).toContain('there is no column email');
        expect(tooMany.summary?.error?.message).toContain('more than 200 different tags');
        expect([peopleThere(), group().tags.all()]).toEqual([[], []]);
      },
    );
  });

  describe('a dry run', () => {
    const changes = () => stack.simulators.context.journal.entries().filter(({ method }) => method !== 'GET');

    it('shows the difference row by row, as JSON on lines of their own, and changes nothing', async () => {
      await signUp({ id: 1 }, { id: 2 });
      await stack.run(JOB);
      await changeEmail(2, 'moved@example.org');
      await stack.query("UPDATE mobilize.attendances SET given_name = 'Renamed' WHERE id = 1");
      await transform();
      stack.simulators.context.journal.clear();

      const { exitCode, output, summary } = await stack.run(JOB, ['--dry-run', '--diff']);

      const lines = output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(exitCode).toBe(0);
      expect(lines.filter(({ system }) => system !== undefined)).toEqual([
        {
          system: 'Action Network',
          id: '1',
          isNew: false,
          fields: [{ field: 'given_name', there: 'Given', sent: 'Renamed' }],
        },
        {
          system: 'Action Network',
          id: '2',
          isNew: true,
          fields: expect.arrayContaining([
            { field: 'email_addresses', there: null, sent: 'moved@example.org' },
            { field: 'tags', there: null, sent: TAG },
          ]),
        },
      ]);
      expect(summary?.counts).toMatchObject({ read: 2, written: 2, inserted: 1, updated: 1 });
      expect(changes()).toEqual([]);
      const logLines = lines.filter(({ level }) => level !== undefined);
      expect(JSON.stringify(logLines)).not.toMatch(/moved@|Renamed/);
    });

    itOnce('shows it as text to people', async () => {
      await signUp({ id: 1 });

      const { output } = await stack.run(JOB, ['--dry-run', '--diff', '--log-format', 'pretty']);

      expect(output).toContain(`1: new\n  + given_name: Given\n`);
      expect(output).toContain('  + email_addresses: person.1@example.org\n');
    });

    itOnce('shows no data when nobody asks for them, and a run that sends shows no differences', async () => {
      await signUp({ id: 1 });

      const dryRun = await stack.run(JOB, ['--dry-run']);
      const sending = await stack.run(JOB, ['--diff']);

      expect(dryRun.output).toContain('would send 1');
      expect(dryRun.output).not.toContain('person.1@');
      expect(sending.exitCode).toBe(2);
      expect(peopleThere()).toEqual([]);
    });
  });

  describe('the tag', () => {
    it('is made once, whatever the number of runs', async () => {
      await signUp({ id: 1 });
      await stack.run(JOB);
      await changeEmail(1, 'new@example.org');

      await stack.run(JOB);

      expect(
        group()
          .tags.all()
          .map(({ name }) => name),
      ).toEqual([TAG]);
    });

    it('that is there already is used', async () => {
      await stack.control('action-network/tags', { name: 'Friends' });
      await signUp({ id: 1 });

      await stack.run(JOB, ['--tag', 'Friends']);

      expect(group().tags.all()).toHaveLength(1);
      expect(group().tags.taggings()).toHaveLength(1);
    });
  });

  describe('the next run', () => {
    it('sends nobody twice, also when the transform was not run in between', async () => {
      await signUp({ id: 1 }, { id: 2 });
      await stack.run(JOB);
      stack.simulators.context.journal.clear();

      const { exitCode, summary } = await stack.run(JOB);

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 2, written: 0, skipped: 2 });
      expect(upserts()).toEqual([]);
      expect(await log()).toHaveLength(2);
    });

    it('sends people again whose data have changed', async () => {
      await signUp({ id: 1 }, { id: 2 });
      await stack.run(JOB);
      await changeEmail(2, 'moved@example.org');

      const { summary } = await stack.run(JOB);

      expect(summary?.counts).toMatchObject({ read: 2, written: 1, skipped: 1 });
      expect(emailsThere()).toContain('moved@example.org');
      expect(await log()).toMatchObject([
        { id: 1, attempt: 1 },
        { id: 2, attempt: 1 },
        { id: 2, attempt: 2, outcome: 'synced' },
      ]);
    });

    it('leaves alone who was refused for good, also after the transform, until it is told to try or the data change', async () => {
      await signUp({ id: 1 });
      spoilPerson(1, 422);
      const refused = await stack.run(JOB);
      stack.simulators.context.faults.remove();

      const again = await stack.run(JOB);
      await transform();
      const nextNight = await stack.run(JOB);
      const afterwards = await log();
      const told = await stack.run(JOB, ['--retry-failed']);

      expect([refused, again, nextNight, told].map(({ exitCode }) => exitCode)).toEqual([3, 0, 0, 0]);
      expect(afterwards).toMatchObject([{ outcome: 'failed', http_status: 422 }]);
      expect(told.summary?.counts).toMatchObject({ written: 1 });
      expect(await log()).toMatchObject([{ outcome: 'failed' }, { outcome: 'synced', attempt: 2 }]);
    });

    it('tries people whose data have changed since they were refused', async () => {
      await signUp({ id: 1 });
      spoilPerson(1, 422);
      await stack.run(JOB);
      await changeEmail(1, 'mended@example.org');

      const { exitCode } = await stack.run(JOB);

      expect(exitCode).toBe(0);
      expect(emailsThere()).toEqual(['mended@example.org']);
    });

    it('tries everybody again who failed for a passing reason, without being told', async () => {
      await signUp({ id: 1 }, { id: 2 });
      spoilPerson(1, 500, 3);
      const first = await stack.run(JOB, [], { AN_CONCURRENCY: '1' });

      const second = await stack.run(JOB);

      expect(first.exitCode).toBe(3);
      expect(first.summary?.counts).toMatchObject({ read: 2, written: 1, failed: 1 });
      expect(second.exitCode).toBe(0);
      expect(await log()).toMatchObject([
        { id: 1, outcome: 'retry', http_status: 500 },
        { id: 1, outcome: 'synced', attempt: 2 },
        { id: 2, outcome: 'synced' },
      ]);
    });
  });

  describe('a run', () => {
    it('stops at once when the key is wrong, and marks nobody as failed', async () => {
      await signUp({ id: 1 }, { id: 2 }, { id: 3 });

      const { exitCode, summary } = await stack.run(JOB, [], { AN_API_TOKEN: 'wrong-canary-token' });

      expect(exitCode).toBe(2);
      expect(summary?.error?.message).toContain('AN_API_TOKEN');
      expect(summary?.requests['action-network']).toBe(1);
      expect(await log()).toEqual([]);
    });

    it('stops at once when the key is taken away while it runs, and keeps what was sent before', async () => {
      await signUp({ id: 1 }, { id: 2 }, { id: 3 });
      stack.simulators.context.faults.add({
        match: { api: 'actionNetwork', method: 'POST', path: '/api/v2/people' },
        nth: 2,
        action: {
          kind: 'status',
          status: 403,
          body: { error: 'API Key invalid: simulated-action-network-token' },
        },
      });

      const { exitCode, output } = await stack.run(JOB, [], { AN_CONCURRENCY: '1' });

      expect(exitCode).toBe(2);
      expect(output).not.toContain('simulated-action-network-token');
      expect(await log()).toMatchObject([{ id: 1, outcome: 'synced' }]);
    });

    itOnce(
      'gives up with 75 after twenty passing failures in a row, and the next one tries those people again',
      async () => {
        await stack.query(
          `INSERT INTO mobilize.users_to_sync (mobilizeid, email_address)
       SELECT number, 'person.' || number || '@example.org' FROM generate_series(1, 60) AS number`,
        );
        stack.simulators.context.faults.add({
          match: { api: 'actionNetwork', path: '/api/v2/people' },
          action: { kind: 'status', status: 500, body: { error: 'Something went wrong' } },
        });

        const { exitCode, summary } = await stack.run(JOB, [], { AN_CONCURRENCY: '8' });
        const logged = await log();
        stack.simulators.context.faults.remove();
        const next = await stack.run(JOB, ['--limit', '2']);

        expect(exitCode).toBe(75);
        expect(summary?.error?.message).toContain(
          'Action Network seems to be unavailable: 20 calls in a row',
        );
        expect(logged.length).toBeLessThan(30);
        expect(logged.every(({ outcome }) => outcome === 'retry')).toBe(true);
        expect(next.summary?.counts).toMatchObject({ written: 2 });
      },
    );

    itOnce(
      'stops early when too large a share is refused, and the rest is not marked as failed',
      async () => {
        await stack.query(
          `INSERT INTO mobilize.users_to_sync (mobilizeid, email_address)
       SELECT number, 'person.' || number || '@example.org' FROM generate_series(1, 80) AS number`,
        );
        stack.simulators.context.faults.add({
          match: { api: 'actionNetwork', method: 'POST', path: '/api/v2/people' },
          action: { kind: 'status', status: 400, body: { error: 'Something about the mapping' } },
        });

        const { exitCode, summary } = await stack.run(JOB);
        const logged = await log();

        expect(exitCode).toBe(1);
        expect(summary?.error?.message).toContain('--max-failed-share');
        expect(logged.length).toBeGreaterThanOrEqual(50);
        expect(logged.length).toBeLessThan(60);
      },
    );

    it('counts towards --limit who is sent, not who is parked', async () => {
      await signUp({ id: 1 }, { id: 2 }, { id: 3 }, { id: 4, email: null });
      spoilPerson(1, 422);
      await stack.run(JOB, ['--limit', '1']);
      stack.simulators.context.faults.remove();

      const { summary } = await stack.run(JOB, ['--limit', '2']);

      expect(summary?.counts).toMatchObject({ written: 2 });
      expect(emailsThere()).toEqual(['person.2@example.org', 'person.3@example.org']);
    });

    it('leaves everybody alone but those of --only', async () => {
      await signUp({ id: 1 }, { id: 2 }, { id: 3 });

      const { summary } = await stack.run(JOB, ['--only', '1,3']);

      expect(summary?.counts).toMatchObject({ read: 2, written: 2 });
      expect(emailsThere()).toEqual(['person.1@example.org', 'person.3@example.org']);
    });

    it('of an empty list changes nothing, not even a tag', async () => {
      await signUp({ id: 1 });
      await stack.run(JOB);
      await stack.query('DELETE FROM mobilize.users_to_sync');
      stack.simulators.context.journal.clear();

      const { exitCode, summary } = await stack.run(JOB);

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 0, written: 0 });
      expect(stack.simulators.context.journal.entries()).toEqual([]);
      expect(emailsThere()).toEqual(['person.1@example.org']);
    });

    it('sends nobody when the log cannot be read', async () => {
      await signUp({ id: 1 });
      await stack.run(JOB);
      await stack.query('ALTER TABLE mobilize.mobilize_to_actionnetwork_log RENAME COLUMN outcome TO result');
      stack.simulators.context.journal.clear();

      const { exitCode } = await stack.run(JOB);

      expect(exitCode).toBe(1);
      expect(upserts()).toEqual([]);
    });

    it.runIf(dialect === 'redshift')(
      'stores what was answered also when the transaction that does so collides with another one',
      async () => {
        await signUp({ id: 1 }, { id: 2 });
        stack.simulators.holds.add({ match: { api: 'actionNetwork', path: '/api/v2/people' }, nth: 1 });
        const running = stack.start(JOB);
        while (stack.simulators.holds.all().every(({ waiting }) => waiting.length === 0)) await sleep(10);
        stack.database.redshift?.faults.conflictOnNextCommit();
        stack.simulators.holds.release();

        const { exitCode, summary } = await running.end;

        expect(exitCode).toBe(0);
        expect(summary?.counts).toMatchObject({ read: 2, written: 2 });
        expect(upserts()).toHaveLength(2);
        expect(await log()).toMatchObject([{ outcome: 'synced' }, { outcome: 'synced' }]);
      },
    );

    it.each([
      ['before', 2],
      ['after', 1],
    ] as const)('that is killed %s its call took effect is made good with %i calls', async (phase, calls) => {
      await signUp({ id: 1 });
      await killAtRequest(stack, (env) => stack.start(JOB, [], env), {
        match: { api: 'actionNetwork', method: 'POST', path: '/api/v2/people' },
        nth: 1,
        phase,
      });
      const underWay = await stack.query('SELECT row_key FROM etl.outbox');
      await letLeasesExpire(stack);

      const { exitCode } = await stack.run(JOB);

      expect(exitCode).toBe(0);
      expect(underWay).toEqual([{ row_key: 'users_to_sync 1' }]);
      expect(upserts()).toHaveLength(calls);
      expect(await log()).toMatchObject([{ outcome: 'synced', attempt: 1 }]);
      expect(await stack.query('SELECT row_key FROM etl.outbox')).toEqual([]);
    });

    it('sends at most as many as --limit says', async () => {
      await signUp({ id: 1 }, { id: 2 }, { id: 3 });

      const { summary } = await stack.run(JOB, ['--limit', '2']);

      expect(summary?.counts).toMatchObject({ read: 2, written: 2 });
      expect(peopleThere()).toHaveLength(2);
    });

    it('that is told to stop finishes and stores what is in flight, and ends with 143', async () => {
      await signUp(...[1, 2, 3, 4, 5, 6].map((id) => ({ id })));
      stack.simulators.holds.add({
        match: { api: 'actionNetwork', path: '/api/v2/people' },
        nth: 2,
        phase: 'after',
      });
      const running = stack.start(JOB, [], { AN_CONCURRENCY: '2' });
      while (stack.simulators.holds.all().every(({ waiting }) => waiting.length === 0)) await sleep(10);

      running.process.kill('SIGTERM');
      await sleep(200);
      stack.simulators.holds.release();
      const stopped = await running.end;
      const sent = peopleThere().length;
      const logged = await log();
      const next = await stack.run(JOB);

      expect(stopped.exitCode).toBe(143);
      expect(sent).toBeLessThan(6);
      expect(logged.map(({ outcome }) => outcome)).toEqual(Array(sent).fill('synced'));
      expect(next.summary?.counts).toMatchObject({ written: 6 - sent });
      expect(peopleThere()).toHaveLength(6);
    });

    it('takes a list that somebody filled by hand, with the same person in it twice', async () => {
      await stack.query(
        "INSERT INTO mobilize.users_to_sync (mobilizeid, email_address) VALUES (1, 'a@example.org'), (1, 'b@example.org'), (NULL, 'c@example.org')",
      );

      const first = await stack.run(JOB);
      const second = await stack.run(JOB);

      expect(first.summary?.counts).toMatchObject({ read: 1, written: 1 });
      expect(second.summary?.counts).toMatchObject({ written: 0 });
      expect(emailsThere()).toEqual(['a@example.org']);
    });
  });
});
