import { attendances } from './1-extract.ts';

console.log(await attendances.cut('id', 'status', 'attended', 'event').preview(5));

const types = await attendances.columnTypes();
for (const column of ['id', 'created_date', 'attended', 'person', 'rating']) {
  console.log(column, '→', [...(types.get(column) ?? [])].join(', '));
}
