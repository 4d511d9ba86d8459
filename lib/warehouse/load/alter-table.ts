import { renderColumnType } from '../column-type.ts';
import type { Column, Connection } from '../connection.ts';
import { quoteIdentifier, quoteTable, type TableName } from '../identifiers.ts';
import { varcharWidthFor } from '../infer/column-profile.ts';
import type { InferredColumn } from './inferred-rows.ts';

/** Adds the columns that a table lacks, and widens text columns that are too short for the rows to come. */
export async function alterTableFor(
  connection: Connection,
  table: TableName,
  existing: readonly Column[],
  columns: readonly InferredColumn[],
): Promise<void> {
  const { dialect } = connection;
  const name = quoteTable(table);
  const known = new Map(existing.map((column) => [column.name, column.type]));

  // Widening comes first: Redshift does it only before the transaction begins.
  for (const column of columns) {
    const type = known.get(column.name);
    if (type?.kind !== 'varchar' || type.bytes === undefined || type.bytes >= column.maxBytes) continue;
    await dialect.widenColumn(connection, name, column.name, varcharWidthFor(column.maxBytes));
  }
  for (const column of columns.filter(({ name }) => !known.has(name))) {
    const type = renderColumnType(column.type, dialect.jsonType);
    await connection.execute(`ALTER TABLE ${name} ADD COLUMN ${quoteIdentifier(column.name)} ${type}`);
  }
}
