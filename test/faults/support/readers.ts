import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { tabOf } from '../../support/spreadsheet.ts';
import type { Scene } from './scene.ts';
import type { Night } from './stage.ts';

const EVERY_MS = 10;

/** What was seen of each table and tab, in order, without repetitions. */
export type Sightings = Readonly<Record<string, readonly string[]>>;

/** Looks at the tables and tabs of a scene every 10 ms, as people with a query or an open spreadsheet do, until told to end. */
export async function watch(
  night: Night,
  { tables = [], tabs = [] }: NonNullable<Scene['readers']>,
): Promise<() => Promise<Sightings>> {
  const client = await night.connect();
  const seen: Record<string, string[]> = {};
  const note = (name: string, what: string) => {
    seen[name] ??= [];
    if (seen[name].at(-1) !== what) seen[name].push(what);
  };
  let lastRevision = '';
  const look = async () => {
    const revision = revisionOf(night);
    // A tab cannot have changed where its spreadsheet has not; to look closer would slow down the work that is watched.
    if (revision !== lastRevision)
      for (const tab of tabs) note(tab, digestOf(JSON.stringify(tabOf(night.simulators, tab).cells)));
    lastRevision = revision;
    for (const table of tables) {
      const { rows } = await client.query(
        `SELECT count(*) || ' rows ' || COALESCE(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS what FROM ${table} t`,
      );
      note(table, rows[0].what);
    }
  };

  let isOver = false;
  await look();
  const watching = (async () => {
    while (!isOver) {
      await look();
      await sleep(EVERY_MS);
    }
  })();
  return async () => {
    isOver = true;
    await watching;
    await look();
    await client.end();
    return seen;
  };
}

/** Grows with every write to any spreadsheet. */
function revisionOf({ simulators: { google } }: Night): string {
  return [...google.state.spreadsheets.values()].map(({ revision }) => revision).join(' ');
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
