import { Buffer } from 'node:buffer';
import { hasSqlDetails, parse } from 'libpg-query';
import { type CopyCommand, isS3Copy, readCopyCommand } from '../copy/copy-command.ts';
import { findRefusal } from '../refusals/index.ts';
import type { ServerError } from '../wire/messages.ts';
import { isLateBindingView, lateBindingViewSql } from './late-binding-view.ts';
import { mapSyntax } from './map-syntax.ts';
import { quoteName, quoteText } from './quote.ts';
import { notHere, RefusedError } from './refused-error.ts';
import { createStatement, listOf, nodeOf, type Situation, type Statement } from './statement.ts';
import { isSign } from './token-list.ts';
import { render, splitStatements, type Token, tokenize, UnterminatedError } from './tokenize.ts';

/** What is to be done about one statement. */
export type Plan =
  | {
      readonly kind: 'statement';
      readonly sql: string;
      /** SQL that must succeed first; its answer is not shown. */
      readonly assertion?: string | undefined;
      readonly opensCursor?: boolean;
      readonly closesCursor?: boolean;
      /** Whether it asks for pg_last_copy_count() or pg_last_copy_id(). */
      readonly readsCopyFacts?: boolean;
    }
  | { readonly kind: 'transaction'; readonly sql: string; readonly isCommit: boolean }
  | { readonly kind: 'truncate'; readonly sql: string }
  | { readonly kind: 'copy'; readonly command: CopyCommand }
  /** SQL that is answered with this tag only. */
  | { readonly kind: 'substitute'; readonly sql: string; readonly tag: string }
  | { readonly kind: 'refused'; readonly error: ServerError };

/** Source: https://docs.aws.amazon.com/redshift/latest/dg/c_redshift-sql.html */
const MAX_QUERY_BYTES = 16 * 1024 * 1024;

/** Plans every statement of a query. */
export async function planQuery(sql: string, situation: Situation): Promise<readonly Plan[]> {
  if (Buffer.byteLength(sql) > MAX_QUERY_BYTES) {
    return [refused({ code: '54000', message: 'statement is too large: more than 16 MB' })];
  }
  try {
    const statements = splitStatements(tokenize(sql));
    const inBlock = situation.inBlock || statements.length > 1;
    return await Promise.all(statements.map((tokens) => planStatement(tokens, { ...situation, inBlock })));
  } catch (error) {
    if (error instanceof UnterminatedError) return [refused({ code: '42601', message: error.message })];
    throw error;
  }
}

async function planStatement(tokens: readonly Token[], situation: Situation): Promise<Plan> {
  try {
    const plan = isS3Copy(tokens)
      ? ({ kind: 'copy', command: readCopyCommand(tokens) } as const)
      : await planMapped(tokens, situation);
    assertSimple(plan, situation);
    return plan;
  } catch (error) {
    if (error instanceof RefusedError) return refused(error.error);
    if (error instanceof RangeError) return refused({ code: '54001', message: 'statement is too complex' });
    if (hasSqlDetails(error)) return refused({ code: '42601', message: error.message });
    throw error;
  }
}

async function planMapped(tokens: readonly Token[], situation: Situation): Promise<Plan> {
  if (isLateBindingView(tokens)) {
    return { kind: 'substitute', sql: await lateBindingViewSql(tokens), tag: 'CREATE VIEW' };
  }
  const mapped = mapSyntax(tokens);
  if (mapped.kind === 'nothing') return planNothing(mapped.tag, situation);
  const sql = render(mapped.tokens);
  const statement = createStatement(await parse(sql), { ...situation, bareWords: bareWordsOf(tokens) });
  if (statement === undefined) return { kind: 'statement', sql };
  const refusal = findRefusal(statement);
  if (refusal !== undefined) return refused(refusal);
  switch (statement.kind) {
    case 'TransactionStmt':
      return { kind: 'transaction', sql, isCommit: statement.root.kind === 'TRANS_STMT_COMMIT' };
    case 'TruncateStmt':
      return { kind: 'truncate', sql };
    default:
      return {
        kind: 'statement',
        sql,
        assertion: wideningAssertion(statement),
        opensCursor: statement.kind === 'DeclareCursorStmt',
        closesCursor: statement.kind === 'ClosePortalStmt',
        readsCopyFacts: tokens.some(({ value }) => value.startsWith('pg_last_copy_')),
      };
  }
}

function bareWordsOf(tokens: readonly Token[]): ReadonlySet<string> {
  const isFree = (before: Token | undefined) => !isSign(before, '.') && !isSign(before, 'as');
  const words = tokens.filter(({ kind }, index) => kind === 'word' && isFree(tokens[index - 1]));
  return new Set(words.map(({ value }) => value));
}

/** It changes nothing, but in a failed transaction it fails too. */
function planNothing(tag: string, { inBlock }: Situation): Plan {
  if (tag !== 'VACUUM' || !inBlock) return { kind: 'substitute', sql: 'SELECT 1', tag };
  return refused({ code: '25001', message: 'VACUUM cannot run inside a transaction block' });
}

/** What is not one statement for PostgreSQL can only come alone, as text. */
function assertSimple(plan: Plan, { isPrepared }: Situation): void {
  const isOne = plan.kind === 'transaction' || (plan.kind === 'statement' && plan.assertion === undefined);
  if (isPrepared && !isOne && plan.kind !== 'refused') {
    throw notHere('this statement by the extended protocol (with parameters or a name)');
  }
}

/** Only varchar columns can be changed, which only the database can tell. */
function wideningAssertion({ kind, root }: Statement): string | undefined {
  const command = nodeOf(listOf(root, 'cmds')[0], 'AlterTableCmd');
  if (kind !== 'AlterTableStmt' || command?.subtype !== 'AT_AlterColumnType') return undefined;
  const { schemaname, relname } = nodeOf(root, 'relation') ?? {};
  const table = [schemaname, relname]
    .filter((name) => name !== undefined)
    .map((name) => quoteName(String(name)));
  const [target, column] = [quoteText(table.join('.')), quoteText(String(command.name))];
  return `SELECT redshift_stand_in.assert_widens(${target}::regclass, ${column})`;
}

function refused({ code, message, detail, hint }: ServerError): Plan {
  return { kind: 'refused', error: { code, message, detail, hint } };
}

export type { Situation };
