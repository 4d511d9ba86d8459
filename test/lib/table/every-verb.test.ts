import { PermanentError } from '@movement-etl/lib/errors';
import { Table, type TableReader } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';
import { declared, frozen, undeclared } from './support.ts';

interface Person {
  readonly id: number;
  readonly name: string | null;
  readonly city: string | null;
  readonly address: { readonly zip: string; readonly street?: string } | null;
  readonly tags: readonly string[] | null;
}

const columns = ['id', 'name', 'city', 'address', 'tags'];
const people: readonly Person[] = frozen([
  { id: 3, name: 'Ada', city: null, address: { zip: '02139' }, tags: ['a', 'b'] },
  { id: 1, name: null, city: 'Oslo', address: null, tags: [] },
  { id: 2, name: 'Grace', city: 'Rome', address: { zip: '00100', street: 'Via A' }, tags: null },
  { id: 1, name: 'Ada', city: 'Oslo', address: { zip: '1', street: 'B' }, tags: ['c'] },
  { id: 5, name: 'Zoë', city: 'Rome', address: null, tags: ['d', 'e', 'f'] },
]);
const cities = Table.fromRows([{ city: 'Oslo', country: 'NO' }]);

interface VerbCase {
  readonly verb: string;
  /** The column that it has to find, if any. */
  readonly needs?: string;
  /** A column that must not be there yet, if any. */
  readonly makes?: string;
  readonly apply: (table: Table<Person>) => TableReader<object>;
  /** How many rows come out of none. */
  readonly rowsOfNone?: number;
}

const verbs: readonly VerbCase[] = [
  { verb: 'addColumn', makes: 'source', apply: (t) => t.addColumn('source', 'file') },
  {
    verb: 'addColumn with a function',
    makes: 'twice',
    apply: (t) => t.addColumn('twice', (row) => row.id * 2),
  },
  { verb: 'removeColumn', needs: 'city', apply: (t) => t.removeColumn('city', 'name') },
  { verb: 'renameColumn', needs: 'city', makes: 'town', apply: (t) => t.renameColumn('city', 'town') },
  {
    verb: 'renameColumns',
    needs: 'city',
    makes: 'town',
    apply: (t) => t.renameColumns({ city: 'town', id: 'key' }),
  },
  { verb: 'convertColumn', needs: 'id', apply: (t) => t.convertColumn('id', String) },
  { verb: 'fillColumn', needs: 'city', apply: (t) => t.fillColumn('city', 'Paris') },
  { verb: 'fillNulls', needs: 'city', apply: (t) => t.fillNulls('city', 'Paris') },
  {
    verb: 'coalesceColumns',
    needs: 'city',
    makes: 'label',
    apply: (t) => t.coalesceColumns('label', ['city', 'name']),
  },
  { verb: 'mapColumns', needs: 'city', makes: 'town', apply: (t) => t.mapColumns({ town: ['city'] }) },
  { verb: 'matchColumns', needs: 'city', apply: (t) => t.matchColumns(['city', 'id'], { missing: 'fail' }) },
  { verb: 'cut', needs: 'city', apply: (t) => t.cut('city', 'id') },
  { verb: 'moveColumn', needs: 'city', apply: (t) => t.moveColumn('city', 0) },
  { verb: 'selectRows', apply: (t) => t.selectRows((row) => row.id > 1) },
  { verb: 'mapRows', apply: (t) => t.mapRows((row) => ({ key: row.id })) },
  { verb: 'unpackDict', needs: 'address', makes: 'address_zip', apply: (t) => t.unpackDict('address') },
  {
    verb: 'unpackDict with keys',
    needs: 'address',
    makes: 'address_zip',
    apply: (t) => t.unpackDict('address', { keys: ['zip', 'street'] }),
  },
  { verb: 'unpackList', needs: 'tags', makes: 'tags_0', apply: (t) => t.unpackList('tags') },
  {
    verb: 'unpackList with names',
    needs: 'tags',
    makes: 'second',
    apply: (t) => t.unpackList('tags', { names: ['first', 'second', 'third'] }),
  },
  { verb: 'longTable', needs: 'tags', apply: (t) => t.longTable('id', 'tags', { position: 'place' }) },
  {
    verb: 'aggregate',
    needs: 'city',
    apply: (t) => t.aggregate('city', (of) => ({ people: of.count(), newest: of.max('id') })),
  },
  {
    verb: 'aggregate of all rows',
    needs: 'id',
    apply: (t) => t.aggregate([], (of) => ({ total: of.sum('id') })),
    rowsOfNone: 1,
  },
  { verb: 'deduplicate', needs: 'id', apply: (t) => t.deduplicate('id') },
  { verb: 'deduplicate by the newest', needs: 'name', apply: (t) => t.deduplicate('id', { newest: 'name' }) },
  { verb: 'deduplicate by the whole row', apply: (t) => t.deduplicate() },
  { verb: 'sort', needs: 'city', apply: (t) => t.sort(['city', 'id']) },
  { verb: 'concat', apply: (t) => t.concat(t) },
  { verb: 'stack', apply: (t) => t.stack(t) },
  { verb: 'head', apply: (t) => t.head(3) },
  { verb: 'tail', apply: (t) => t.tail(3) },
  { verb: 'join', needs: 'city', makes: 'country', apply: (t) => t.join(cities, { on: 'city' }) },
  {
    verb: 'join left',
    needs: 'city',
    makes: 'country',
    apply: (t) => t.join(cities, { on: 'city', type: 'left' }),
  },
  { verb: 'join anti', needs: 'city', apply: (t) => t.join(cities, { on: 'city', type: 'anti' }) },
  { verb: 'tap', apply: (t) => t.tap(() => {}) },
];

const needing = verbs.flatMap(({ needs, ...rest }) => (needs === undefined ? [] : [{ ...rest, needs }]));
const making = verbs.flatMap(({ makes, ...rest }) => (makes === undefined ? [] : [{ ...rest, makes }]));

function lacking(column: string): readonly Person[] {
  const rows = people.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => name !== column)),
  );
  // On purpose no longer what the type says: as data from outside may be.
  return frozen(rows) as unknown as readonly Person[];
}

describe.each(verbs)('$verb', ({ apply, rowsOfNone = 0 }) => {
  it('gives the same on every read and leaves its source alone', async () => {
    const source = undeclared(people);
    const table = apply(source.table);

    const first = await table.toArray();
    const second = await table.toArray();

    expect(first.length).toBeGreaterThan(0);
    expect(second).toEqual(first);
    expect(await source.table.toArray()).toEqual(people);
  });

  it('gives the same rows whether the columns were declared or not', async () => {
    const fromUndeclared = await apply(undeclared(people).table).toArray();
    const fromDeclared = await apply(declared(people, columns)).toArray();

    expect(fromDeclared).toEqual(fromUndeclared);
  });

  it('names the same columns whether they were declared or not', async () => {
    const ofUndeclared = await apply(undeclared(people).table).columns();
    const ofDeclared = await apply(declared(people, columns)).columns();

    expect([...ofDeclared].sort()).toEqual([...ofUndeclared].sort());
  });

  it('takes a table without rows', async () => {
    expect(await apply(undeclared<Person>([]).table).toArray()).toHaveLength(rowsOfNone);
    expect(await apply(declared<Person>([], columns)).toArray()).toHaveLength(rowsOfNone);
    expect(await apply(Table.fromRows<Person>([], { columns })).toArray()).toHaveLength(rowsOfNone);
  });

  it('reads its source once a read', async () => {
    const { table, reads } = undeclared(people);
    const tables = apply(table) === table ? 0 : 1;

    await apply(table).toArray();

    // A table put together with itself is two sources.
    expect(reads.mock.calls.length).toBeLessThanOrEqual(tables + 1);
  });
});

describe.each(needing)('$verb without the column that it needs', ({ apply, needs }) => {
  const message = new RegExp(
    `no column .*${needs}.*; the table has .*tags|no column .*${needs}.*; the table has .*id`,
  );

  it('fails before the first row where columns are declared', async () => {
    const table = apply(
      declared(
        lacking(needs),
        columns.filter((column) => column !== needs),
      ),
    );

    await expect(table.columns()).rejects.toThrow(PermanentError);
    await expect(table.toArray()).rejects.toThrow(message);
  });

  it('fails at the end of the read where they are not', async () => {
    const table = apply(undeclared(lacking(needs)).table);

    await expect(table.toArray()).rejects.toThrow(PermanentError);
    await expect(table.toArray()).rejects.toThrow(message);
  });
});

describe.each(making)('$verb onto a column that exists', ({ apply, makes }) => {
  const taken = frozen(people.map((row) => ({ ...row, [makes]: 'taken' })));
  const message = new RegExp(`${makes}.* exists already; .+|both become ${makes}; .+`);

  it('fails before the first row where columns are declared', async () => {
    const table = apply(declared(taken, [...columns, makes]));

    await expect(table.toArray()).rejects.toThrow(PermanentError);
    await expect(table.toArray()).rejects.toThrow(message);
  });

  it('fails at the first such row where they are not', async () => {
    const table = apply(undeclared(taken).table);

    await expect(table.toArray()).rejects.toThrow(PermanentError);
    await expect(table.toArray()).rejects.toThrow(message);
  });
});
