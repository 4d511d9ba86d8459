import { PermanentError } from '../../errors/index.ts';
import { type ColumnType, renderColumnType } from '../column-type.ts';
import type { Connection } from '../connection.ts';
import { quoteIdentifier, quoteTable, type TableName, tableLabel } from '../identifiers.ts';
import type { TableLayout } from '../warehouse.ts';

/**
 * Makes an empty table.
 *
 * @throws PermanentError when there is no column: a table without rows must declare its columns.
 */
export async function createTable(
  connection: Connection,
  table: TableName,
  columns: readonly { readonly name: string; readonly type: ColumnType }[],
  layout: TableLayout,
): Promise<void> {
  if (columns.length === 0) {
    throw new PermanentError(
      `the table ${tableLabel(table)} cannot be made: there are no rows, and no columns were declared`,
      { facts: { table: tableLabel(table) } },
    );
  }
  const { dialect } = connection;
  assertLayout(table, columns, layout);
  const definitions = columns.map(
    ({ name, type }) => `${quoteIdentifier(name)} ${renderColumnType(type, dialect.jsonType)}`,
  );
  await connection.execute(
    `CREATE TABLE ${quoteTable(table)} (\n  ${definitions.join(',\n  ')}\n)${dialect.tableAttributes(layout)}`,
  );
}

/** A misspelt key is told on both databases, though only one of them has keys. */
function assertLayout(
  table: TableName,
  columns: readonly { readonly name: string }[],
  { distkey, sortkey = [] }: TableLayout,
): void {
  const named = [...(distkey === undefined ? [] : [distkey]), ...[sortkey].flat()];
  const missing = named.filter((name) => columns.every((column) => column.name !== name));
  if (missing.length === 0) return;
  throw new PermanentError(
    `distkey or sortkey of ${tableLabel(table)} names ${missing.join(', ')}, which is no column of it`,
    { facts: { table: tableLabel(table) } },
  );
}
