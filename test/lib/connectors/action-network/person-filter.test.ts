import { toFilterExpression } from '@movement-etl/lib/connectors/action-network';
import { describe, expect, it } from 'vitest';

describe('toFilterExpression', () => {
  it('joins several conditions with and', () => {
    const expression = toFilterExpression([
      { field: 'postal_code', op: 'eq', value: '02139' },
      { field: 'family_name', op: 'gt', value: 'M' },
    ]);

    expect(expression).toBe("postal_code eq '02139' and family_name gt 'M'");
  });

  it('doubles a quote inside a value, so that a name cannot end the value', () => {
    const expression = toFilterExpression([{ field: 'family_name', op: 'eq', value: "O'Brien" }]);

    expect(expression).toBe("family_name eq 'O''Brien'");
  });

  it('writes a date in UTC with whole seconds', () => {
    const since = new Date('2026-01-05T07:00:01.999Z');

    expect(toFilterExpression([{ field: 'modified_date', op: 'gt', value: since }])).toBe(
      "modified_date gt '2026-01-05T07:00:01Z'",
    );
  });

  it('is undefined without conditions', () => {
    expect(toFilterExpression([])).toBeUndefined();
  });

  it('knows the nine documented fields and three operators only', () => {
    // @ts-expect-error `email` is the name of 2017; the documented one is `email_address`.
    const field = { field: 'email', op: 'eq', value: 'x' } satisfies Parameters<
      typeof toFilterExpression
    >[0][number];
    // @ts-expect-error There is no `ne`.
    const op = { field: 'region', op: 'ne', value: 'x' } satisfies Parameters<
      typeof toFilterExpression
    >[0][number];

    expect([field, op]).toHaveLength(2);
  });
});
