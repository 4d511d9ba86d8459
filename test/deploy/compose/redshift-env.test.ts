import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { startRedshift } from '@movement-etl/simulators/redshift';
import { expect, it } from 'vitest';

it('deploy/compose/redshift.env says of the stand-in what the stand-in says of itself', async () => {
  const file = new URL('../../../deploy/compose/redshift.env', import.meta.url);
  const {
    REDSHIFT_USERNAME: user,
    REDSHIFT_PASSWORD: password,
    REDSHIFT_HOST: host,
    REDSHIFT_PORT: port,
    REDSHIFT_DB: database,
    ...s3
  } = parseEnv(await readFile(file, 'utf8'));
  const redshift = await startRedshift({
    postgresUrl: 'postgres://etl@warehouse:5432/redshift',
    publicHost: 'redshift',
    s3: { publicUrl: 'http://redshift:9000' },
  });
  await redshift.close();

  const { DATABASE_URL: url = '', ...said } = redshift.env;
  expect(s3).toEqual(said);
  expect(`redshift://${user}:${password}@${host}/${database}`).toBe(url.replace(/:\d+\//, '/'));
  expect(port).toBe('5439');
});
