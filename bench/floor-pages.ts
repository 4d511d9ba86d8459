import { Agent } from 'node:http';
import axios from 'axios';

/**
 * The first floor: reads the same pages as the job, with as many requests in flight, parses them and throws them away.
 *
 *   node bench/floor-pages.ts <Mobilize URL> <organization> <key>
 */
const [url, organization, key] = process.argv.slice(2);
const IN_FLIGHT = 16;
const PER_PAGE = 100;

const client = axios.create({
  baseURL: url,
  headers: { authorization: `Bearer ${key}` },
  httpAgent: new Agent({ keepAlive: true, maxSockets: IN_FLIGHT }),
});
const page = async (number: number) =>
  (
    await client.get(`/organizations/${organization}/attendances`, {
      params: { per_page: PER_PAGE, page: number },
    })
  ).data;

const { count } = await page(1);
const pages = Math.ceil(count / PER_PAGE);
let next = 2;
let rows = Math.min(count, PER_PAGE);
await Promise.all(
  Array.from({ length: IN_FLIGHT }, async () => {
    while (next <= pages) {
      const { data } = await page(next++);
      rows += data.length;
    }
  }),
);
process.stdout.write(`${JSON.stringify({ rows })}\n`);
