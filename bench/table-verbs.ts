import { Table } from '@movement-etl/lib/table';

export interface VerbResult {
  readonly verb: string;
  readonly rowsPerSecond: number;
}

const COLUMNS = 40;
type Row = Record<string, number | string>;

/** Rows a second through single verbs, over rows of 40 columns, in this process. */
export async function benchTableVerbs(rowCount: number): Promise<VerbResult[]> {
  const rows: Row[] = Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries([
      ['id', row],
      ...Array.from({ length: COLUMNS - 1 }, (_, column) => [
        `column_${column}`,
        `value ${row % 97} of ${column}`,
      ]),
    ]),
  );
  const table = Table.fromRows(rows);
  const small = Table.fromRows(rows.slice(0, 1_000));
  const verbs: Readonly<Record<string, () => Promise<unknown>>> = {
    'nothing (reading alone)': () => table.numRows(),
    convertColumn: () => table.convertColumn('column_1', (value) => String(value).length).numRows(),
    addColumn: () => table.addColumn('added', (row) => Number(row.id) + 1).numRows(),
    selectRows: () => table.selectRows((row) => Number(row.id) % 2 === 0).numRows(),
    cut: () => table.cut('id', 'column_1', 'column_2').numRows(),
    'convertColumn ×5': () =>
      ['column_1', 'column_2', 'column_3', 'column_4', 'column_5']
        .reduce<Table<Row>>(
          (wide, column) => wide.convertColumn(column, (value) => String(value).length) as Table<Row>,
          table,
        )
        .numRows(),
    deduplicate: () => table.deduplicate('id').numRows(),
    aggregate: () => table.aggregate('column_1', (of) => ({ rows: of.count() })).numRows(),
    sort: () => table.sort('column_1').numRows(),
    'join (1,000 on the right)': () =>
      table.join(small.cut('id', 'column_1').renameColumn('column_1', 'other'), { on: 'id' }).numRows(),
    materialize: async () => {
      await using spooled = await table.materialize();
      return await spooled.numRows();
    },
  };
  const results: VerbResult[] = [];
  for (const [verb, run] of Object.entries(verbs)) {
    await run();
    const startedAt = performance.now();
    await run();
    results.push({ verb, rowsPerSecond: Math.round(rowCount / ((performance.now() - startedAt) / 1000)) });
  }
  return results;
}
