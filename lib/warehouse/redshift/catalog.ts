import { parseCatalogType } from '../column-type.ts';
import type { Column, Connection } from '../connection.ts';
import type { TableName } from '../identifiers.ts';

/**
 * The condition that finds a table `c` in schema `n` by the values `$1` and, where a schema is named, `$2`. There is no
 * to_regclass(), and the views that list columns show the schemas of the search path only.
 */
export function named({ schema, table }: TableName): { readonly where: string; readonly values: string[] } {
  return schema === undefined
    ? { where: 'c.relname = $1 AND pg_table_is_visible(c.oid)', values: [table] }
    : { where: 'c.relname = $1 AND n.nspname = $2', values: [table, schema] };
}

interface CatalogColumn {
  readonly column_name: string;
  readonly column_type: string;
  readonly is_required: boolean;
}

/** The columns of a table or view, in order; undefined when there is none of that name. */
export async function describeTable(
  connection: Connection,
  table: TableName,
): Promise<readonly Column[] | undefined> {
  const { where, values } = named(table);
  const { rows } = await connection.lookUp<CatalogColumn>(
    `SELECT a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS column_type, a.attnotnull AS is_required
     FROM pg_attribute a
     JOIN pg_class c ON c.oid = a.attrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${where} AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
     ORDER BY a.attnum`,
    values,
  );
  if (rows.length === 0) return undefined;
  return rows.map(({ column_name, column_type, is_required }) => ({
    name: column_name,
    type: parseCatalogType(column_type),
    isRequired: is_required,
  }));
}

/**
 * Whether views or foreign keys hang on a table. A view's rule depends on the table and, internally, on its view. Views
 * `WITH NO SCHEMA BINDING` look a table up by its name when they are read; they are not here, and need not be.
 *
 * Source: awslabs/amazon-redshift-utils, `src/AdminViews/v_view_dependency.sql`.
 */
export async function hasDependents(connection: Connection, table: TableName): Promise<boolean> {
  const { where, values } = named(table);
  const { rows } = await connection.lookUp<{ views: number; keys: number }>(
    `SELECT
       (SELECT COUNT(*) FROM pg_depend d
        JOIN pg_depend i ON i.objid = d.objid AND i.deptype = 'i'
        JOIN pg_class v ON v.oid = i.refobjid AND v.relkind = 'v'
        JOIN pg_class c ON c.oid = d.refobjid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE ${where} AND v.oid <> c.oid) AS views,
       (SELECT COUNT(*) FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.confrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE ${where} AND k.contype = 'f' AND k.conrelid <> c.oid) AS keys`,
    values,
  );
  return rows.some(({ views, keys }) => Number(views) + Number(keys) > 0);
}
