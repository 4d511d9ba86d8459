import { RejectedRows, Table } from '@movement-etl/lib/table';

export async function volunteersByCity(signupsPath: string, citiesPath: string) {
  const rejected = new RejectedRows();
  const cities = Table.fromCsv(citiesPath, { columns: ['zip', 'city'] });

  const table = Table.fromCsv(signupsPath, { columns: ['id', 'zip', 'hours', 'modified'] })
    .convertColumn('hours', toHours, { rejected, key: 'id' })
    .deduplicate('id', { newest: 'modified' })
    .join(cities, { on: 'zip', type: 'left' })
    .fillNulls('city', 'elsewhere')
    .aggregate('city', (of) => ({ volunteers: of.count(), hours: of.sum('hours') }))
    .sort('hours', { descending: true });

  return { text: await table.preview(), rejected: rejected.rows };
}

function toHours(text: string): number {
  const hours = Number(text);
  if (Number.isNaN(hours)) throw new Error('not a number');
  return hours;
}
