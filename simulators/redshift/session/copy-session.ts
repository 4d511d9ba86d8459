import type { Buffer } from 'node:buffer';
import type { TargetColumn } from '../copy/convert-value.ts';
import type { CopyCommand } from '../copy/copy-command.ts';
import { type LoadTally, loadFiles, TooManyErrors } from '../copy/load-files.ts';
import { findSourceFiles } from '../copy/read-source.ts';
import { recordLoad } from '../copy/record-load.ts';
import { RefusedError } from '../sql/refused-error.ts';
import type { Frame } from '../wire/frame.ts';
import { commandComplete, infoNotice, readFields, type ServerError } from '../wire/messages.ts';
import type { SessionContext } from './context.ts';
import type { Dialog } from './dialog.ts';

/** What pg_last_copy_id() and pg_last_copy_count() tell. */
export interface CopyFacts {
  readonly queryId: number;
  readonly rowCount: number;
}

export interface CopySession {
  readonly dialog: Dialog;
  readonly context: SessionContext;
  readonly database: string;
  readonly session: number;
  write(bytes: Buffer): void;
  passOn(frame: Frame): void;
  /** Fails the transaction with an error. */
  fail(error: ServerError): Promise<boolean>;
}

export interface CopyOutcome {
  readonly hasWorked: boolean;
  /** Undefined when it failed before it began to load. */
  readonly facts?: CopyFacts;
}

/** Executes a COPY from S3: all rows or none. */
export async function runCopy(command: CopyCommand, session: CopySession): Promise<CopyOutcome> {
  const columns = await describeTarget(command, session);
  if (columns === undefined) return { hasWorked: false };
  const startedAt = new Date();
  const tally: LoadTally = { rows: 0, errors: [], starts: [] };
  try {
    const failure = session.context.faults.takeCopyFailure();
    if (failure !== undefined) throw new RefusedError({ code: 'XX000', message: failure });
    const files = await findSourceFiles(session.context.s3, command);
    const hasWorked = await load(command, columns, loadFiles(files, command, columns, tally), session, tally);
    const queryId = await report(command, session, startedAt, tally, hasWorked ? tally.rows : 0);
    if (!hasWorked) {
      // Without a row to blame the client has been told already: the statement was cancelled, for example.
      if (tally.errors.length > 0) await session.fail(loadFailed(command));
      return { hasWorked, facts: { queryId, rowCount: 0 } };
    }
    const done = `Load into table '${bareName(command)}' completed, ${tally.rows} record(s) loaded successfully.`;
    session.write(infoNotice(done));
    session.write(commandComplete('COPY'));
    return { hasWorked, facts: { queryId, rowCount: tally.rows } };
  } catch (error) {
    if (error instanceof RefusedError) {
      await session.fail(error.error);
      return { hasWorked: false };
    }
    if (!(error instanceof TooManyErrors)) throw error;
    const queryId = await report(command, session, startedAt, tally, 0);
    await session.fail(loadFailed(command));
    return { hasWorked: false, facts: { queryId, rowCount: 0 } };
  }
}

async function load(
  command: CopyCommand,
  columns: readonly TargetColumn[],
  chunks: AsyncIterable<Buffer>,
  { dialog, passOn }: CopySession,
  tally: LoadTally,
): Promise<boolean> {
  if (command.flags.has('noload')) {
    for await (const _chunk of chunks);
    tally.rows = 0;
    return true;
  }
  const names = columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(', ');
  return await dialog.copyIn(
    `COPY ${command.table} (${names}) FROM STDIN WITH (FORMAT csv)`,
    chunks,
    (frame) => (isDataError(frame) ? addServerError(frame, tally) : passOn(frame)),
  );
}

/** The columns to load, in the order of the fields; undefined when there is no such table, which the client has heard. */
async function describeTarget(
  { table, columns, flags }: CopyCommand,
  { dialog, passOn, fail }: CopySession,
): Promise<readonly TargetColumn[] | undefined> {
  const rows = await dialog.rows(
    `SELECT attname, format_type(atttypid, atttypmod), attnotnull, attidentity <> ''
     FROM pg_attribute WHERE attrelid = '${table.replaceAll("'", "''")}'::regclass AND attnum > 0 AND NOT attisdropped
     ORDER BY attnum`,
    passOn,
  );
  if (rows === undefined) return undefined;
  const known = rows.map(([name, type, isRequired, isIdentity]) => ({
    name: name ?? '',
    type: type ?? '',
    isRequired: isRequired === 't',
    isIdentity: isIdentity === 't',
  }));
  if (columns === undefined)
    return known.filter(({ isIdentity }) => !isIdentity || flags.has('explicit_ids'));
  const unknown = columns.find((name) => !known.some((column) => column.name === name));
  if (unknown !== undefined) {
    await fail({ code: '42703', message: `column "${unknown}" of relation ${table} does not exist` });
    return undefined;
  }
  return columns.flatMap((name) => known.find((column) => column.name === name) ?? []);
}

/** Classes 22 and 23 are about values. */
function isDataError(frame: Frame): boolean {
  return /^2[23]/.test(readFields(frame.body).get('C') ?? '');
}

/** What our own checks let pass and PostgreSQL did not: `COPY t, line 3, column c: "x"`. */
function addServerError(frame: Frame, tally: LoadTally): void {
  const fields = readFields(frame.body);
  const [, line, column = ''] = /, line (\d+)(?:, column ([^:]+))?/.exec(fields.get('W') ?? '') ?? [];
  if (line === undefined) return;
  const file = tally.starts.findLast(({ firstRow }) => firstRow <= Number(line));
  tally.errors.push({
    filename: file?.url ?? '',
    lineNumber: Number(line) - (file?.firstRow ?? 1) + 1,
    column,
    type: '',
    columnLength: '0',
    rawLine: '',
    rawValue: '',
    code: 1216,
    reason: (fields.get('M') ?? 'Invalid input').slice(0, 100),
  });
}

async function report(
  command: CopyCommand,
  { context, database, session }: CopySession,
  startedAt: Date,
  { errors }: LoadTally,
  loadedRows: number,
): Promise<number> {
  return await recordLoad({
    url: context.postgresUrl,
    database,
    session,
    table: bareName(command),
    source: `s3://${command.bucket}/${command.key}`,
    startedAt,
    loadedRows,
    errors,
  });
}

function loadFailed(command: CopyCommand): ServerError {
  return {
    code: 'XX000',
    message: `Load into table '${bareName(command)}' failed.  Check 'stl_load_errors' system table for details.`,
  };
}

function bareName({ table }: CopyCommand): string {
  return table.replaceAll('"', '').split('.').at(-1) ?? table;
}
