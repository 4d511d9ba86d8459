import type { Night } from './stage.ts';

/** All that a run can leave behind and that must be the same, whatever happened on the way. */
export async function endState(night: Night): Promise<Readonly<Record<string, unknown>>> {
  return {
    ...(await tablesOf(night)),
    ...(await logsOf(night)),
    ...spreadsheetsOf(night),
    actionNetwork: actionNetworkOf(night),
    everyAction: everyActionOf(night),
    leftOvers: await night.leftOvers(),
  };
}

/** How often a run was tried, by which run and when, differs; the tables of runs and leases are looked at apart. */
const VOLATILE_COLUMNS = ['run_id', 'updated_at', 'applied_at', 'rejected_at'];
const OTHER_TABLES = ['etl.job_runs', 'etl.job_leases', 'etl.rejected_rows'];
/** Of a log of attempts counts who was synced how often, and why others were left out; attempts in vain may differ. */
const LOGS = {
  'mobilize.mobilize_to_actionnetwork_log': 'mobilizeid',
  'mobilize.everyaction_log': 'vanid, source_code_id, activist_code_id',
};

/** Every table that there is, so that one which a run made for itself is a difference. */
async function tablesOf({ query }: Night): Promise<Record<string, unknown>> {
  const tables = await query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND schemaname NOT LIKE 'pg\\_%' ORDER BY 1`,
  );
  const contents: Record<string, unknown> = {};
  for (const { name } of tables) {
    if (OTHER_TABLES.includes(name) || name in LOGS) continue;
    const rows = await query<{ row: object }>(
      `SELECT to_jsonb(t) - $1::text[] AS row FROM ${name} t ORDER BY 1`,
      [VOLATILE_COLUMNS],
    );
    contents[name] = rows.map(({ row }) => row);
  }
  return contents;
}

async function logsOf({ query }: Night): Promise<Record<string, unknown>> {
  const contents: Record<string, unknown> = {};
  for (const [name, subject] of Object.entries(LOGS)) {
    const [table] = await query('SELECT to_regclass($1) IS NOT NULL AS exists', [name]);
    if (table?.exists !== true) continue;
    contents[name] = await query(
      `SELECT ${subject}, count(*) FILTER (WHERE synced)::int AS synced,
         array_agg(DISTINCT errors) FILTER (WHERE outcome = 'skipped') AS skipped
       FROM ${name} WHERE synced OR outcome = 'skipped' GROUP BY ${subject} ORDER BY ${subject}`,
    );
  }
  return contents;
}

function spreadsheetsOf({ simulators: { google } }: Night): Record<string, unknown> {
  const contents: Record<string, unknown> = {};
  for (const { title, sheets, namedRanges, developerMetadata } of google.state.spreadsheets.values()) {
    contents[title] = {
      namedRanges,
      metadata: developerMetadata
        .map(({ metadataKey, metadataValue, location: { locationType } }) => ({
          metadataKey,
          locationType,
          value: metadataKey.startsWith(LEASE_KEY) ? isReleased(metadataValue) : withoutRun(metadataValue),
        }))
        .sort((one, other) => (one.metadataKey < other.metadataKey ? -1 : 1)),
      sheets: sheets.map(({ sheetId, rows, ...sheet }) => {
        const last = rows.findLastIndex((row) => row?.values.some((value) => value !== undefined));
        return { ...sheet, rows: rows.slice(0, last + 1) };
      }),
    };
  }
  return JSON.parse(JSON.stringify(contents));
}

const LEASE_KEY = 'movement-etl.lease.';

function isReleased(lease = '{}'): boolean {
  return JSON.parse(lease).isReleased === true;
}

function withoutRun(value = ''): string {
  return value.replace(/"runId":"[^"]*"/, '');
}

/** People as the group knows them; ids and times are those of the request that happened to make them. */
function actionNetworkOf({ simulators: { actionNetwork } }: Night): unknown {
  const { directory, tags } = actionNetwork.group;
  const names = new Map(tags.all().map(({ uuid, name }) => [uuid, name]));
  const people = directory.all().map(({ uuid, createdMs: _, modifiedMs: __, ...person }) => ({
    ...person,
    tags: tags.taggings({ personUuid: uuid }).map(({ tagUuid }) => names.get(tagUuid)),
  }));
  return { tags: [...names.values()], people: sorted(people) };
}

/** `times` is left out: giving a code again changes nothing, and after a kill nobody can know better. */
function everyActionOf({ simulators: { everyAction } }: Night): unknown {
  const { committee } = everyAction;
  return sorted(
    committee.people().map(({ vanId, createdMs: _, ...person }) => ({
      ...person,
      codes: sorted(committee.applications(vanId).map(({ kind, id, contacts }) => ({ kind, id, contacts }))),
    })),
  );
}

function sorted<T>(items: readonly T[]): T[] {
  return [...items].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
