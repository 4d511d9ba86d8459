import { connectWarehouse } from '@movement-etl/lib/warehouse';

/** Asks the warehouse in SQL and shows the first ten rows of the answer. */
const [sql = ''] = process.argv.slice(2);
const warehouse = await connectWarehouse({ databaseUrl: process.env.DATABASE_URL });
try {
  console.log(await warehouse.query(sql).preview());
} finally {
  await warehouse.close();
}
