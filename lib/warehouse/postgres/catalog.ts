import { parseCatalogType } from '../column-type.ts';
import type { Column, Connection } from '../connection.ts';
import { type QuotedIdentifier, quoteIdentifier, quoteTable, type TableName } from '../identifiers.ts';

/** Ordinary and partitioned tables; views are told from them, for nothing can be loaded into one. */
const DESCRIBE = `
  SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "isRequired"
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.oid = to_regclass($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attgenerated = ''
  ORDER BY a.attnum`;

/** The columns of a table that can be written, in order; undefined when there is none of that name. */
export async function describeTable(
  connection: Connection,
  table: TableName,
): Promise<readonly Column[] | undefined> {
  const { rows } = await connection.lookUp<{ name: string; type: string; isRequired: boolean }>(DESCRIBE, [
    quoteTable(table),
  ]);
  if (rows.length === 0) return undefined;
  return rows.map(({ name, type, isRequired }) => ({ name, type: parseCatalogType(type), isRequired }));
}

/**
 * What would be lost or in the way if another table took this one's name: views (through their rewrite rules), foreign
 * keys of other tables, partitions and children, triggers, row policies and publications.
 */
const DEPENDENTS = `
  SELECT 1 FROM pg_depend d
  JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
  WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass($1) AND r.ev_class <> d.refobjid
  UNION ALL
  SELECT 1 FROM pg_constraint
  WHERE contype = 'f' AND confrelid = to_regclass($1) AND conrelid <> confrelid
  UNION ALL
  SELECT 1 FROM pg_inherits WHERE to_regclass($1) IN (inhparent, inhrelid)
  UNION ALL
  SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass($1) AND NOT tgisinternal
  UNION ALL
  SELECT 1 FROM pg_policy WHERE polrelid = to_regclass($1)
  UNION ALL
  SELECT 1 FROM pg_publication_rel WHERE prrelid = to_regclass($1)
  LIMIT 1`;

export async function hasDependents(connection: Connection, table: TableName): Promise<boolean> {
  const { rowCount } = await connection.execute(DEPENDENTS, [quoteTable(table)]);
  return rowCount > 0;
}

const GRANTS = `
  SELECT
    CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS grantee,
    acl.privilege_type AS privilege,
    acl.is_grantable AS "isGrantable"
  FROM pg_class c, aclexplode(c.relacl) acl
  WHERE c.oid = to_regclass($1) AND acl.grantee <> c.relowner`;

const OWNER =
  'SELECT quote_ident(pg_get_userbyid(relowner)) AS owner FROM pg_class WHERE oid = to_regclass($1)';

/** Grants first: once the owner is another, the right to grant may be gone. Grants on single columns are not copied. */
export async function copyGrants(
  connection: Connection,
  fromTable: TableName,
  toTable: TableName,
): Promise<void> {
  const [from, to] = [quoteTable(fromTable), quoteTable(toTable)];
  const grants = await connection.execute<{ grantee: string; privilege: string; isGrantable: boolean }>(
    GRANTS,
    [from],
  );
  for (const { grantee, privilege, isGrantable } of grants.rows) {
    const option = isGrantable ? ' WITH GRANT OPTION' : '';
    await connection.execute(`GRANT ${privilege} ON ${to} TO ${grantee}${option}`);
  }
  const [oldOwner, newOwner] = [await ownerOf(connection, from), await ownerOf(connection, to)];
  if (oldOwner !== newOwner) await connection.execute(`ALTER TABLE ${to} OWNER TO ${oldOwner}`);
}

async function ownerOf(connection: Connection, table: QuotedIdentifier): Promise<string | undefined> {
  const { rows } = await connection.execute<{ owner: string }>(OWNER, [table]);
  return rows[0]?.owner;
}

/** Constraints with their definitions; NOT NULL came with the columns, and foreign keys of others prevent the swap. */
const CONSTRAINTS = `
  SELECT conname AS name, pg_get_constraintdef(oid) AS definition
  FROM pg_constraint
  WHERE conrelid = to_regclass($1) AND contype IN ('p', 'u', 'c', 'f', 'x')
  ORDER BY contype, conname`;

/** Indexes of their own, not those that a constraint brings; the text after USING is free of the table's name. */
const INDEXES = `
  SELECT c.relname AS name, i.indisunique AS "isUnique",
    substring(pg_get_indexdef(i.indexrelid) FROM ' USING .*$') AS definition
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indrelid = to_regclass($1)
    AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid)
  ORDER BY c.relname`;

/** Names of indexes are unique in a schema, so the copies get names of their own until the old table is gone. */
export async function copyIndexes(
  connection: Connection,
  from: QuotedIdentifier,
  to: QuotedIdentifier,
): Promise<readonly string[]> {
  const renames: string[] = [];
  const schema = await schemaOf(connection, from);

  const constraints = await connection.execute<{ name: string; definition: string }>(CONSTRAINTS, [from]);
  for (const [position, { name, definition }] of constraints.rows.entries()) {
    const temporary = quoteIdentifier(`etl_swap_constraint_${position}`);
    await connection.execute(`ALTER TABLE ${to} ADD CONSTRAINT ${temporary} ${definition}`);
    renames.push(`ALTER TABLE ${from} RENAME CONSTRAINT ${temporary} TO ${quoteIdentifier(name)}`);
  }

  const indexes = await connection.execute<{ name: string; isUnique: boolean; definition: string }>(INDEXES, [
    from,
  ]);
  for (const [position, { name, isUnique, definition }] of indexes.rows.entries()) {
    const temporary = quoteIdentifier(`etl_swap_index_${position}`);
    const kind = isUnique ? 'UNIQUE INDEX' : 'INDEX';
    await connection.execute(`CREATE ${kind} ${temporary} ON ${to}${definition}`);
    renames.push(`ALTER INDEX ${schema}.${temporary} RENAME TO ${quoteIdentifier(name)}`);
  }
  return renames;
}

async function schemaOf(connection: Connection, table: QuotedIdentifier): Promise<string> {
  const { rows } = await connection.execute<{ schema: string }>(
    'SELECT relnamespace::regnamespace::varchar AS schema FROM pg_class WHERE oid = to_regclass($1)',
    [table],
  );
  return rows[0]?.schema ?? 'public';
}
