import { PermanentError } from '../../errors/index.ts';
import type { Connection } from '../connection.ts';
import { quoteIdentifier, quoteTable, type TableName, tableLabel } from '../identifiers.ts';
import { named } from './catalog.ts';
import { type Grant, parseAccessList } from './parse-access-list.ts';

interface Access {
  readonly schema: string;
  readonly owner: string;
  /** Undefined: nothing was ever granted. */
  readonly grants: readonly Grant[];
}

/**
 * Gives the table `to` the owner and the grants of `from`: those to users, groups and everybody, of which the catalog
 * tells every user; and those to roles as far as SVV_RELATION_PRIVILEGES shows them to this one.
 *
 * Source of how the catalog is read: awslabs/amazon-redshift-utils, `src/AdminViews/v_generate_user_grant_revoke_ddl.sql`.
 *
 * @throws PermanentError when a grant is not understood, so that it would be lost.
 */
export async function copyGrants(connection: Connection, from: TableName, to: TableName): Promise<void> {
  const old = await readAccess(connection, from);
  const grants = [...old.grants, ...(await readRoleGrants(connection, old.schema, from.table))];
  for (const { privilege, grantee, isGrantable } of grants) {
    const option = isGrantable ? ' WITH GRANT OPTION' : '';
    await connection.execute(`GRANT ${privilege} ON ${quoteTable(to)} TO ${grantee}${option}`);
  }
  const { owner } = await readAccess(connection, to);
  if (owner !== old.owner) {
    await connection.execute(`ALTER TABLE ${quoteTable(to)} OWNER TO ${quoteIdentifier(old.owner)}`);
  }
}

async function readAccess(connection: Connection, table: TableName): Promise<Access> {
  const { where, values } = named(table);
  const { rows } = await connection.lookUp<{
    schema_name: string;
    owner_name: string;
    access: string | null;
  }>(
    `SELECT n.nspname AS schema_name, pg_get_userbyid(c.relowner) AS owner_name, array_to_string(c.relacl, ',') AS access
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${where} AND c.relkind = 'r'`,
    values,
  );
  const [row] = rows;
  const grants = row === undefined ? undefined : parseAccessList(row.access ?? '', row.owner_name);
  if (row === undefined || grants === undefined) {
    throw new PermanentError(
      `the grants of the table ${tableLabel(table)} cannot be read, and a new table would lose them; use ifExists: 'truncate'`,
      { facts: { table: tableLabel(table) } },
    );
  }
  return { schema: row.schema_name, owner: row.owner_name, grants };
}

/** On another connection, for where the view is missing or forbidden the question would end the transaction. */
async function readRoleGrants(
  connection: Connection,
  schema: string,
  table: string,
): Promise<readonly Grant[]> {
  try {
    const { rows } = await connection.executeApart<{ identity_name: string; privilege_type: string }>(
      `SELECT identity_name, privilege_type FROM svv_relation_privileges
       WHERE namespace_name = $1 AND relation_name = $2 AND identity_type = 'role'`,
      [schema, table],
    );
    return rows
      .filter(({ privilege_type }) => /^[A-Z]+$/i.test(privilege_type))
      .map(({ identity_name, privilege_type }) => ({
        privilege: privilege_type,
        grantee: `ROLE ${quoteIdentifier(identity_name)}`,
        isGrantable: false,
      }));
  } catch {
    return [];
  }
}
