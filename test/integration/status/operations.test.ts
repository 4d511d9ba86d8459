import { readFileSync } from 'node:fs';
import { EXIT_CODE_MEANINGS } from '@movement-etl/lib/job';
import { connectWarehouse, type Warehouse } from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
const statements = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].flatMap(([, sql = '']) =>
  sql
    .split(';')
    .map((statement) => statement.trim().replaceAll(/\s+/g, ' '))
    .filter((statement) => statement !== ''),
);

describe('docs/operations.md', () => {
  let database: TestDatabase;
  let warehouse: Warehouse;
  beforeAll(async () => {
    database = await createTestDatabase();
    warehouse = await connectWarehouse(database.settings);
  });
  afterAll(async () => {
    await warehouse.close();
    await database.drop();
  });

  it.each(statements)('has SQL that works: %s', async (statement) => {
    await expect(warehouse.execute(statement)).resolves.toBeDefined();
  });

  it.each(EXIT_CODE_MEANINGS)('explains exit code %s in the words of the code', (code, meaning) => {
    expect(page.replaceAll(/ +/g, ' ')).toContain(`| ${code} | ${meaning} |`);
  });

  it('leads to headings that are there', () => {
    const anchors = [...page.matchAll(/\]\(#([a-z0-9-]+)\)/g)].map(([, anchor]) => anchor);
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );

    expect(anchors.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
  });
});
