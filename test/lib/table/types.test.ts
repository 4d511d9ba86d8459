import { type Aggregators, type Column, RejectedRows, Table } from '@movement-etl/lib/table';
import { describe, expectTypeOf, it } from 'vitest';
import type { RenameMap } from '../../../lib/table/types.ts';

interface Person {
  id: number;
  name: string | null;
  nick?: string;
  address: { zip: string; street?: string } | null;
  tags: string[];
  slots: { id: number; start: number }[];
}

type RowOf<T> = T extends Table<infer R> ? R : never;

const people = Table.fromRows<Person>([]);
const loose = Table.fromRows<Record<string, unknown>>([]);

describe('columns', () => {
  it('are the names that verbs take, so a misspelt one does not compile', () => {
    type Names = 'id' | 'name' | 'nick' | 'address' | 'tags' | 'slots';

    expectTypeOf<Column<Person>>().toEqualTypeOf<Names>();
    expectTypeOf<Parameters<typeof people.removeColumn>>().toEqualTypeOf<Names[]>();
    expectTypeOf<Parameters<typeof people.cut>>().toEqualTypeOf<Names[]>();
    expectTypeOf<Parameters<typeof people.moveColumn>[0]>().toEqualTypeOf<Names>();
    expectTypeOf<Parameters<typeof people.column>[0]>().toEqualTypeOf<Names>();
    expectTypeOf<Parameters<typeof people.renameColumn>[0]>().toEqualTypeOf<Names>();
    expectTypeOf<Parameters<typeof people.convertColumn>[0]>().toEqualTypeOf<Names | readonly Names[]>();
    expectTypeOf<Parameters<typeof people.fillColumn>[0]>().toEqualTypeOf<Names>();
    expectTypeOf<Parameters<typeof people.coalesceColumns>[1]>().toEqualTypeOf<readonly Names[]>();
    expectTypeOf<Parameters<typeof people.unpackDict>[0]>().toEqualTypeOf<Names>();
    expectTypeOf<Parameters<typeof people.sort>[0]>().toEqualTypeOf<Names | readonly Names[]>();
    expectTypeOf<Parameters<typeof people.aggregate>[0]>().toEqualTypeOf<Names | readonly Names[]>();
    expectTypeOf<Parameters<Aggregators<Person>['sum']>[0]>().toEqualTypeOf<Names>();
  });

  it('of a rename that are misspelt or no text do not compile', () => {
    expectTypeOf<{ name: 'label' }>().toExtend<RenameMap<Person, { name: 'label' }>>();
    expectTypeOf<{ nmae: 'label' }>().not.toExtend<RenameMap<Person, { nmae: 'label' }>>();
    expectTypeOf<{ name: 1 }>().not.toExtend<RenameMap<Person, { name: 1 }>>();
  });

  it('of a join are those that both tables have', () => {
    const cities = Table.fromRows<{ id: number; city: string }>([]);
    const joined = () => people.join(cities, { on: 'id' });

    expectTypeOf<Column<Person> & Column<RowOf<typeof cities>>>().toEqualTypeOf<'id'>();
    expectTypeOf<RowOf<ReturnType<typeof joined>>>().toEqualTypeOf<
      Person & { city: string } extends infer R ? { [K in keyof R]: R[K] } : never
    >();
  });
});

describe('rows', () => {
  it('follow the verbs', () => {
    expectTypeOf(people.addColumn('source', 'file').cut('id', 'source')).toEqualTypeOf<
      Table<Pick<RowOf<Table<{ id: number; source: string }>>, 'id' | 'source'>>
    >();
    expectTypeOf<RowOf<ReturnType<typeof added>>['double']>().toEqualTypeOf<number>();
    expectTypeOf<keyof RowOf<ReturnType<typeof removed>>>().toEqualTypeOf<'id' | 'nick' | 'slots' | 'tags'>();
    expectTypeOf<RowOf<ReturnType<typeof renamed>>>().toEqualTypeOf<{
      name: number;
      id: string | null;
      nick?: string;
    }>();
    expectTypeOf<RowOf<ReturnType<typeof converted>>>().toEqualTypeOf<{ id: string; name: string | null }>();
    expectTypeOf<RowOf<ReturnType<typeof filled>>>().toEqualTypeOf<{ id: number; name: string }>();
    expectTypeOf<RowOf<ReturnType<typeof coalesced>>>().toEqualTypeOf<{ id: number; label: string | null }>();
    expectTypeOf<RowOf<ReturnType<typeof unpacked>>>().toEqualTypeOf<{
      id: number;
      address_zip: string | null;
      address_street: string | null;
    }>();
    expectTypeOf<RowOf<ReturnType<typeof unpackedPlain>>>().toEqualTypeOf<{
      id: number;
      zip: string | null;
    }>();
    expectTypeOf<RowOf<ReturnType<typeof unpackedAll>>>().toEqualTypeOf<{
      id: number;
      address_zip?: string;
      address_street?: string;
    }>();
    expectTypeOf<RowOf<ReturnType<typeof listed>>>().toEqualTypeOf<{ id: number; first: string | null }>();
    expectTypeOf<RowOf<ReturnType<typeof long>>>().toEqualTypeOf<{
      id: number;
      slots_id: number;
      slots_start: number;
      place: number;
    }>();
    expectTypeOf<RowOf<ReturnType<typeof longTags>>>().toEqualTypeOf<{ id: number; tags: string }>();
    expectTypeOf<RowOf<ReturnType<typeof grouped>>>().toEqualTypeOf<{
      name: string | null;
      people: number;
      oldest: number | null;
      nick: string | undefined;
    }>();
    expectTypeOf<RowOf<ReturnType<typeof selected>>['name']>().toEqualTypeOf<string>();
    expectTypeOf<RowOf<ReturnType<typeof put>>>().toEqualTypeOf<{
      id: number | string;
      name: string | null;
      extra: boolean | null;
    }>();

    const added = () => people.addColumn('double', (row) => row.id * 2);
    const removed = () => people.removeColumn('name', 'address');
    const renamed = () => people.cut('id', 'name', 'nick').renameColumns({ id: 'name', name: 'id' });
    const converted = () => people.cut('id', 'name').convertColumn('id', (id) => String(id));
    const filled = () => people.cut('id', 'name').fillNulls('name', 'nobody');
    const coalesced = () => people.cut('id', 'name', 'nick').coalesceColumns('label', ['nick', 'name']);
    const unpacked = () => people.cut('id', 'address').unpackDict('address', { keys: ['zip', 'street'] });
    const unpackedPlain = () =>
      people.cut('id', 'address').unpackDict('address', { keys: ['zip'], prefix: '' });
    const unpackedAll = () => people.cut('id', 'address').unpackDict('address');
    const listed = () => people.cut('id', 'tags').unpackList('tags', { names: ['first'] });
    const long = () => people.longTable('id', 'slots', { position: 'place' });
    const longTags = () => people.longTable('id', 'tags');
    const grouped = () =>
      people.aggregate('name', (of) => ({
        people: of.count(),
        oldest: of.max('id'),
        nick: of.first('nick'),
      }));
    const selected = () => people.selectRows((row): row is Person & { name: string } => row.name !== null);
    const put = () => people.cut('id', 'name').concat(Table.fromRows([{ id: 'x', name: 'y', extra: true }]));
  });

  it('of a CSV file are texts, and null only where asked for', () => {
    const plain = () => Table.fromCsv('x.csv', { columns: ['id', 'zip'] });
    const withNulls = () => Table.fromCsv('x.csv', { columns: ['id'], nulls: true });
    const any = () => Table.fromCsv('x.csv', { rejected: new RejectedRows() });

    expectTypeOf<RowOf<ReturnType<typeof plain>>>().toEqualTypeOf<{ id: string; zip: string }>();
    expectTypeOf<RowOf<ReturnType<typeof withNulls>>>().toEqualTypeOf<{ id: string | null }>();
    expectTypeOf<RowOf<ReturnType<typeof any>>>().toEqualTypeOf<{ [column: string]: string }>();
  });

  it('of unknown shape take any column', () => {
    const reshaped = () => loose.addColumn('a', 1).unpackDict('person').cut('a', 'person_name');

    expectTypeOf<Column<Record<string, unknown>>>().toEqualTypeOf<string>();
    expectTypeOf<RowOf<ReturnType<typeof reshaped>>['a']>().toEqualTypeOf<number>();
  });
});

describe('any table', () => {
  it('is a table of objects, which is what takes any table asks for', () => {
    expectTypeOf<Table<Person>>().toExtend<Table<object>>();
    expectTypeOf(people.addColumn('a', 1).unpackDict('address')).toExtend<Table<object>>();
    expectTypeOf(loose).toExtend<Table<object>>();
  });
});
