import { parse } from 'libpg-query';
import { mapFunctions } from './map-functions.ts';
import { quoteText } from './quote.ts';
import { RefusedError, syntaxError } from './refused-error.ts';
import { createStatement, readTables } from './statement.ts';
import { isSign, startsWith } from './token-list.ts';
import { render, type Token } from './tokenize.ts';

const END = ['with', 'no', 'schema', 'binding'] as const;

/** Whether a statement is a CREATE VIEW … WITH NO SCHEMA BINDING. */
export function isLateBindingView(tokens: readonly Token[]): boolean {
  return isSign(tokens[0], 'create') && startsWith(tokens, tokens.length - END.length, ...END);
}

/**
 * SQL that makes a view which looks its tables up by name when it is read, as a function of PostgreSQL does.
 *
 * @throws RefusedError when a table is named without its schema, as Redshift demands.
 */
export async function lateBindingViewSql(tokens: readonly Token[]): Promise<string> {
  const as = tokens.findIndex((token) => isSign(token, 'as'));
  const view = tokens.findIndex((token) => isSign(token, 'view'));
  if (view === -1 || as < view) throw syntaxError('a view is created as CREATE VIEW name AS query');
  const name = render(tokens.slice(view + 1, as)).trim();
  const select = render(mapFunctions(tokens.slice(as + 1, -END.length))).trim();
  const situation = { inBlock: false, isPrepared: false, hasOpenCursor: false, bareWords: new Set<string>() };
  const query = createStatement(await parse(select), situation);
  const hasBareName =
    query !== undefined && readTables(query).some(({ schemaname }) => schemaname === undefined);
  if (hasBareName) {
    throw new RefusedError({
      code: '42601',
      message:
        'all the relation names inside a view with no schema binding must be qualified with their schema',
    });
  }
  return `SELECT redshift_stand_in.create_late_binding_view(${quoteText(name)}, ${quoteText(select)})`;
}
