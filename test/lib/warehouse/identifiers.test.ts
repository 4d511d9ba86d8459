import { PermanentError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import {
  parseTableName,
  quoteIdentifier,
  quoteTable,
  siblingTable,
} from '../../../lib/warehouse/identifiers.ts';

describe('quoteIdentifier', () => {
  it.each([
    ['id', '"id"'],
    ['Mixed Case', '"Mixed Case"'],
    ['a"b', '"a""b"'],
    ['x"; DROP TABLE y; --', '"x""; DROP TABLE y; --"'],
  ])('quotes %s', (name, quoted) => {
    expect(quoteIdentifier(name)).toBe(quoted);
  });

  it.each([
    ['an empty name', ''],
    ['a name that PostgreSQL would cut', 'é'.repeat(32)],
    ['a name with a NUL', 'a\0'],
  ])('refuses %s', (_what, name) => {
    expect(() => quoteIdentifier(name)).toThrow(PermanentError);
  });
});

describe('parseTableName', () => {
  it.each([
    ['users', '"users"'],
    ['mobilize.users', '"mobilize"."users"'],
    ['"My.Schema"."Ta""ble"', '"My.Schema"."Ta""ble"'],
    ['Mobilize."users"', '"Mobilize"."users"'],
    ['two words', '"two words"'],
  ])('reads %s', (name, quoted) => {
    expect(quoteTable(parseTableName(name))).toBe(quoted);
  });

  it.each(['', '.', 'a.', '.b', 'a.b.c', '"a', 'a"b'])('refuses %j', (name) => {
    expect(() => parseTableName(name)).toThrow('is not the name of a table');
  });
});

describe('siblingTable', () => {
  it('stays within the length of a name, and within a character', () => {
    const sibling = siblingTable({ schema: 's', table: 'é'.repeat(31) }, '__new');

    expect(sibling).toEqual({ schema: 's', table: `${'é'.repeat(29)}__new` });
  });
});
