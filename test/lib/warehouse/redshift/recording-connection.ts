import type { Connection } from '../../../../lib/warehouse/connection.ts';
import type { ExecuteResult } from '../../../../lib/warehouse/index.ts';
import type { CopySource } from '../../../../lib/warehouse/redshift/copy-statement.ts';
import { createRedshiftDialect } from '../../../../lib/warehouse/redshift/redshift-dialect.ts';
import type { S3Staging } from '../../../../lib/warehouse/redshift/s3/s3-staging.ts';

/** What the connection answers to a statement: rows, how many were changed, or an error. */
export type Answer = { readonly rows?: readonly object[]; readonly rowCount?: number } | Error;

export interface Recording {
  readonly connection: Connection;
  /** Every statement in order, white space made one blank; `[before]`, `[apart]` or `[catalog]` says how it was run. */
  readonly statements: string[];
  /** The CSV that was staged. */
  readonly uploaded: string[];
}

const FOLDER = 's3://bucket/movement-etl/20260131T010000Z-0123456789ab/';
export const ROLE: CopySource['authorization'] = { iamRole: 'arn:aws:iam::123456789012:role/loader' };

/** A connection in the Redshift dialect that reaches nobody: statements are recorded and answered by `answer`. */
export function recordStatements(
  answer: (sql: string) => Answer | undefined,
  authorization: CopySource['authorization'] = ROLE,
): Recording {
  const statements: string[] = [];
  const uploaded: string[] = [];
  const staging: S3Staging = {
    openFolder: async () => ({
      url: FOLDER,
      upload: async (chunks) => {
        for await (const chunk of chunks) uploaded.push(String(chunk));
        return uploaded.length === 0 ? undefined : `${FOLDER}manifest.json`;
      },
      [Symbol.asyncDispose]: async () => {
        statements.push('[folder deleted]');
      },
    }),
    access: async () => ({ authorization, region: 'eu-west-1' }),
  };

  function run(how: string) {
    return async <R extends object>(
      sql: string,
      values: readonly unknown[] = [],
    ): Promise<ExecuteResult<R>> => {
      const text = sql.replaceAll(/\s+/g, ' ').trim();
      statements.push(`${how}${text}${values.length === 0 ? '' : ` <- ${JSON.stringify(values)}`}`);
      const given = answer(text) ?? {};
      if (given instanceof Error) throw given;
      const rows = (given.rows ?? []) as R[]; // The test knows what it answers with.
      return { rows, columns: [], columnTypes: [], rowCount: given.rowCount ?? rows.length };
    };
  }

  const connection: Connection = {
    dialect: createRedshiftDialect(staging, '~null'),
    execute: run(''),
    lookUp: run('[catalog] '),
    executeApart: run('[apart] '),
    executeBefore: async (sql) => {
      await run('[before] ')(sql);
    },
    copyFromStdin: () => Promise.reject(new Error('Redshift has no COPY FROM STDIN')),
  };
  return { connection, statements, uploaded };
}

/** A table as the catalog describes it. */
export function catalogRows(columns: Readonly<Record<string, string>>): Answer {
  return {
    rows: Object.entries(columns).map(([column_name, column_type]) => ({
      column_name,
      column_type,
      is_required: false,
    })),
  };
}
