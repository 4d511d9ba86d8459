import { describe, expect, it } from 'vitest';
import { parseAccessList } from '../../../../lib/warehouse/redshift/parse-access-list.ts';

const grant = (privilege: string, grantee: string, isGrantable = false) => ({
  privilege,
  grantee,
  isGrantable,
});

describe('a list of grants', () => {
  it.each([
    ['nothing', '', []],
    ['those of the owner, which a new table has anyway', 'boss=arwdRxt/boss', []],
    ['a user', 'boss=arwdRxt/boss,ada=ra/boss', [grant('SELECT', '"ada"'), grant('INSERT', '"ada"')]],
    [
      'a user with the right to grant',
      'ada=r*w/boss',
      [grant('SELECT', '"ada"', true), grant('UPDATE', '"ada"')],
    ],
    ['a group', 'group analysts=r/boss', [grant('SELECT', 'GROUP "analysts"')]],
    [
      'a group whose name needs quotes',
      'group "the ""A"" team"=d/boss',
      [grant('DELETE', 'GROUP "the ""A"" team"')],
    ],
    ['everybody', '=r/boss', [grant('SELECT', 'PUBLIC')]],
    ['an address as a name', '"ada@example.org"=r/"b,oss"', [grant('SELECT', '"ada@example.org"')]],
  ])('holds %s', (_what, list, expected) => {
    expect(parseAccessList(list, 'boss')).toEqual(expected);
  });

  it.each(['ada=rQ/boss', 'ada', '"ada=r/boss'])('is not guessed at: %s', (list) => {
    expect(parseAccessList(list, 'boss')).toBeUndefined();
  });
});
