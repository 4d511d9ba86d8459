import pg from 'pg';

/** Type numbers of PostgreSQL and Redshift (`pg_type.oid`). */
const OID = { int8: 20, date: 1082, timestamp: 1114, super: 4000 } as const;

/**
 * How values come back from the database. bigint: a number where that is exact (up to 2^53 - 1), otherwise a BigInt.
 * numeric: its text, for a number would round it. date: `YYYY-MM-DD`. timestamptz: a Date. timestamp: a Date, read as
 * UTC. JSON and SUPER: parsed. Dates have milliseconds; select `column::varchar` for the microseconds. The rest is as `pg` does it.
 */
export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
    switch (oid) {
      case OID.int8:
        return parseBigint;
      case OID.date:
        return (text: string) => text;
      case OID.timestamp:
        return parseTimestampAsUtc;
      case OID.super:
        return (text: string): unknown => JSON.parse(text);
      default:
        return pg.types.getTypeParser(oid, 'text');
    }
  }) as pg.CustomTypesConfig['getTypeParser'],
};

function parseBigint(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

function parseTimestampAsUtc(text: string): unknown {
  return pg.types.getTypeParser(1184, 'text')(`${text}+00`);
}
