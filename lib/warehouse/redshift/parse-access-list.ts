import { quoteIdentifier } from '../identifiers.ts';

export interface Grant {
  readonly privilege: string;
  /** As GRANT has it: `PUBLIC`, `GROUP "analysts"` or `"ada"`. */
  readonly grantee: string;
  readonly isGrantable: boolean;
}

// One entry of `pg_class.relacl`: `ada=rw/owner`; `group "the team"=r*/owner`, with the right to grant; `=r/owner`, to all.
const ENTRY = /(group )?(?:"((?:[^"]|"")*)"|([^=",]*))=([A-Za-z*]*)\/(?:"(?:[^"]|"")*"|[^,"]*)/y;

/** The letters of the list. RULE (R) and TRIGGER (t) mean nothing on Redshift. */
const PRIVILEGES: Readonly<Record<string, string | undefined>> = {
  r: 'SELECT',
  a: 'INSERT',
  w: 'UPDATE',
  d: 'DELETE',
  x: 'REFERENCES',
  D: 'DROP',
};
const WITHOUT_MEANING = new Set(['R', 't']);

/** Reads a list of grants, entries separated by commas, without those of the owner; undefined: something is not understood. */
export function parseAccessList(list: string, owner: string): readonly Grant[] | undefined {
  const grants: Grant[] = [];
  let position = 0;
  while (position < list.length) {
    ENTRY.lastIndex = position;
    const entry = ENTRY.exec(list);
    if (entry === null) return undefined;
    position += entry[0].length + 1;
    const [, group, quoted, plain = '', letters = ''] = entry;
    const name = quoted?.replaceAll('""', '"') ?? plain;
    if (group === undefined && name === owner) continue;
    const privileges = parsePrivileges(letters);
    if (privileges === undefined) return undefined;
    const grantee = name === '' ? 'PUBLIC' : `${group === undefined ? '' : 'GROUP '}${quoteIdentifier(name)}`;
    grants.push(...privileges.map((privilege) => ({ ...privilege, grantee })));
  }
  return grants;
}

function parsePrivileges(letters: string): Omit<Grant, 'grantee'>[] | undefined {
  const privileges: Omit<Grant, 'grantee'>[] = [];
  for (const [, letter = '', star] of letters.matchAll(/([A-Za-z])(\*)?/g)) {
    if (WITHOUT_MEANING.has(letter)) continue;
    const privilege = PRIVILEGES[letter];
    if (privilege === undefined) return undefined;
    privileges.push({ privilege, isGrantable: star !== undefined });
  }
  return privileges;
}
