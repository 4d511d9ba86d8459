import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';
import { DIALECTS } from '../../support/test-database.ts';

const JOB = 'warehouse-transform';

describe.each(DIALECTS)('warehouse-transform, on %s', (dialect) => {
  let stack: JobStack;
  beforeEach(async () => {
    stack = await createJobStack({ attendances: 5, migrated: true, dialect });
  });
  afterEach(() => stack[Symbol.asyncDispose]());

  describe('the folder of transforms', () => {
    let directory: string;
    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'transforms-'));
      await stack.query('CREATE TABLE notes (id integer, text varchar(20))');
    });
    afterEach(() => rm(directory, { recursive: true }));

    const run = (files: Record<string, string>, args: readonly string[] = []) =>
      Promise.all(Object.entries(files).map(([name, sql]) => writeFile(join(directory, name), sql))).then(
        () => stack.run(JOB, ['--directory', directory, ...args]),
      );
    const notes = () => stack.query('SELECT * FROM notes ORDER BY id');

    const untilSomebodyWaits = async () => {
      while ((await stack.query('SELECT pid FROM pg_locks WHERE NOT granted')).length === 0) await sleep(10);
    };

    it('is run in the order of the names', async () => {
      const { exitCode, summary } = await run({
        '020_two.sql': "UPDATE notes SET text = 'second' WHERE id = 1;",
        '010_one.sql':
          "INSERT INTO notes VALUES (1, 'first'); INSERT INTO notes VALUES (2, 'a;b -- no comment');",
        'README.md': 'no SQL',
      });

      expect(exitCode).toBe(0);
      expect(await notes()).toEqual([
        { id: 1, text: 'second' },
        { id: 2, text: 'a;b -- no comment' },
      ]);
      expect(summary?.counts).toMatchObject({ read: 3, written: 3, inserted: 2, updated: 1 });
    });

    it('is one transaction: a statement that fails undoes all files, and is named with file and line', async () => {
      const { exitCode, summary } = await run({
        '010_one.sql': "INSERT INTO notes VALUES (1, 'first');",
        '020_two.sql':
          "-- a comment\nINSERT INTO notes VALUES (2, 'second');\n\n/* why */\nSELECT nothing\nFROM nowhere;\n",
      });

      expect(exitCode).toBe(1);
      expect(summary?.error).toMatchObject({ step: '020_two.sql' });
      expect(summary?.error?.message).toMatch(
        /^020_two\.sql, line 5: .*nowhere.*\n {2}in: SELECT nothing FROM nowhere/,
      );
      expect(await notes()).toEqual([]);
    });

    it.each(['TRUNCATE notes', 'COMMIT', 'BEGIN', 'rollback', 'VACUUM notes'])(
      'refuses %s before anything runs, because it would end the transaction',
      async (statement) => {
        const { exitCode, summary } = await run({
          '010_one.sql': `INSERT INTO notes VALUES (1, 'x');\n${statement};`,
        });

        expect(exitCode).toBe(2);
        expect(summary?.error?.message).toContain('010_one.sql, line 2');
        expect(await notes()).toEqual([]);
      },
    );

    it('is run and undone by a dry run, which says how many rows each statement touches', async () => {
      const { exitCode, lines } = await run(
        { '010_one.sql': "INSERT INTO notes VALUES (1, 'x'), (2, 'y');" },
        ['--dry-run'],
      );

      expect(exitCode).toBe(0);
      expect(lines.map(({ msg }) => msg)).toContain('010_one.sql:1 insert 2 rows');
      expect(await notes()).toEqual([]);
    });

    it.runIf(dialect === 'redshift')(
      'is run again when its transaction collided with another one',
      async () => {
        await stack.query('BEGIN; LOCK TABLE notes');
        const running = run({ '010_one.sql': "INSERT INTO notes VALUES (1, 'x');" });
        await untilSomebodyWaits();
        stack.database.redshift?.faults.conflictOnNextCommit();
        await stack.query('COMMIT');

        const { exitCode, summary } = await running;

        expect(exitCode).toBe(0);
        expect(await notes()).toEqual([{ id: 1, text: 'x' }]);
        expect(summary?.counts).toMatchObject({ read: 1, written: 1, inserted: 1 });
      },
    );

    it('that is empty or not there is a wrong setting', async () => {
      const empty = await run({});
      const missing = await stack.run(JOB, ['--directory', join(directory, 'nowhere')]);

      expect([empty.exitCode, missing.exitCode]).toEqual([2, 2]);
      expect(empty.summary?.error?.message).toContain('there is no .sql file');
    });
  });

  describe('mobilize.users_to_sync', () => {
    interface Signup {
      readonly id: number;
      readonly user_id?: number | null;
      readonly status?: string;
      readonly email?: string;
      readonly phone?: string;
      readonly modified?: string;
      readonly person_modified?: string | null;
    }

    async function signUp(...signups: Signup[]): Promise<void> {
      for (const {
        id,
        user_id = 1,
        status = 'REGISTERED',
        email,
        phone,
        modified,
        person_modified,
      } of signups) {
        await stack.query(
          `INSERT INTO mobilize.attendances (id, user_id, status, email_address, phone_number, modified_date, person_modified_date)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [id, user_id, status, email ?? 'a@example.org', phone, modified ?? '2024-01-01', person_modified],
        );
      }
    }
    async function usersToSync() {
      const { exitCode } = await stack.run(JOB);
      expect(exitCode).toBe(0);
      return stack.query(
        'SELECT mobilizeid::int AS id, email_address AS email, phone_number AS phone FROM mobilize.users_to_sync ORDER BY 1',
      );
    }
    it('has one row a person, as the newest data say', async () => {
      await signUp(
        { id: 1, email: 'old@example.org', person_modified: '2024-01-01', modified: '2024-09-09' },
        { id: 2, email: 'new@example.org', person_modified: '2024-05-01', modified: '2024-02-02' },
        { id: 3, email: 'older@example.org', person_modified: null, modified: '2023-12-31' },
      );

      expect(await usersToSync()).toEqual([{ id: 1, email: 'new@example.org', phone: null }]);
    });

    it('leaves out people whose only sign-ups were cancelled, and those without a user id', async () => {
      await signUp(
        { id: 1, user_id: 1, status: 'CANCELLED' },
        { id: 2, user_id: 2, status: 'CANCELLED' },
        { id: 3, user_id: 2, status: 'CONFIRMED' },
        { id: 4, user_id: null },
      );

      expect((await usersToSync()).map(({ id }) => id)).toEqual([2]);
    });

    it('has no phone number that two people share, however they write it', async () => {
      await signUp(
        { id: 1, user_id: 1, phone: '(512) 555-0101' },
        { id: 2, user_id: 2, phone: '+1 512.555.0101' },
        { id: 3, user_id: 3, phone: '512-555-0102' },
      );

      expect((await usersToSync()).map(({ phone }) => phone)).toEqual([null, null, '512-555-0102']);
    });

    it('counts one number of one person once, in however many sign-ups', async () => {
      await signUp({ id: 1, phone: '5125550101' }, { id: 2, phone: '5125550101' });

      expect((await usersToSync()).map(({ phone }) => phone)).toEqual(['5125550101']);
    });

    it('has people again whose data have changed, with another hash, and everybody else with the same', async () => {
      await signUp({ id: 1, user_id: 1 }, { id: 2, user_id: 2 });
      const hashes = async () => {
        await usersToSync();
        return stack.query('SELECT payload_hash FROM mobilize.users_to_sync ORDER BY mobilizeid');
      };

      const [before, otherBefore] = await hashes();
      await stack.query("UPDATE mobilize.attendances SET email_address = 'b@example.org' WHERE id = 1");
      const [after, otherAfter] = await hashes();

      expect(after).not.toEqual(before);
      expect(otherAfter).toEqual(otherBefore);
    });

    it('is the same after a second run', async () => {
      await signUp({ id: 1, user_id: 1 }, { id: 2, user_id: 2 });

      const first = await usersToSync();

      expect(await usersToSync()).toEqual(first);
    });
  });
});
