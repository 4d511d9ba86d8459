import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/**
 * The second floor: COPY of the same rows, ready-made as CSV, into a table of the same columns.
 *
 *   node bench/floor-copy.ts <database URL> <CSV file>
 */
const [url, file = ''] = process.argv.slice(2);
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query('DROP TABLE IF EXISTS floor; CREATE TABLE floor (LIKE mobilize.attendances)');
const copy = client.query(copyFrom('COPY floor FROM STDIN WITH (FORMAT csv)'));
await pipeline(createReadStream(file, { highWaterMark: 65_536 }), copy);
process.stdout.write(`${JSON.stringify({ rows: copy.rowCount })}\n`);
await client.end();
