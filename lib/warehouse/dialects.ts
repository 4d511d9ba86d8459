import type { Dialect } from './connection.ts';
import { postgresDialect } from './postgres/postgres-dialect.ts';
import { redshiftWords } from './redshift/words.ts';
import type { DialectName } from './warehouse.ts';

/** What differs for code that has only a `Warehouse` in hand. */
export const dialects: Readonly<
  Record<DialectName, Pick<Dialect, 'beginsLate' | 'clock' | 'secondsFromNow'>>
> = {
  postgres: postgresDialect,
  redshift: redshiftWords,
};
