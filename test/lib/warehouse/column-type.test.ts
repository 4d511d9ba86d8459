import { describe, expect, it } from 'vitest';
import { parseCatalogType, parseDeclaredType, renderColumnType } from '../../../lib/warehouse/column-type.ts';

describe('column types', () => {
  it.each([
    ['character varying(64)', 'varchar(64)'],
    ['numeric(10,2)', 'numeric(10,2)'],
    ['timestamp with time zone', 'timestamptz'],
    ['double precision', 'double precision'],
    ['bigint', 'bigint'],
    ['uuid', 'uuid'],
  ])('reads %s from the catalog', (text, rendered) => {
    expect(renderColumnType(parseCatalogType(text), 'jsonb')).toBe(rendered);
  });

  it.each([
    ['varchar', 'varchar(65535)'],
    ['VARCHAR(MAX)', 'varchar(65535)'],
    ['text', 'varchar(65535)'],
    [' varchar(7) ', 'varchar(7)'],
    ['int', 'integer'],
    ['float', 'double precision'],
    ['decimal(12, 2)', 'numeric(12,2)'],
    ['bool', 'boolean'],
    ['super', 'jsonb'],
  ])('takes %s as a declaration', (text, rendered) => {
    expect(renderColumnType(parseDeclaredType(text, 'c'), 'jsonb')).toBe(rendered);
  });

  it.each([
    'jsonb',
    'uuid',
    'varchar(65536)',
    'varchar(0)',
    'numeric',
    'numeric(39,0)',
    'integer; DROP TABLE x',
  ])('refuses %s as a declaration: the two databases do not share it', (text) => {
    expect(() => parseDeclaredType(text, 'c')).toThrow('declared for the column c cannot be used');
  });
});
