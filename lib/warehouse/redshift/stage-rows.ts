import type { Buffer } from 'node:buffer';
import type { Connection, StagedRows } from '../connection.ts';
import type { QuotedIdentifier } from '../identifiers.ts';
import { type CopySource, copyStatement } from './copy-statement.ts';
import { explainLoadError } from './load-errors.ts';
import type { S3Staging } from './s3/s3-staging.ts';
import { withoutSecrets } from './without-secrets.ts';

/**
 * Uploads rows to a folder of their own on S3 while they are read. `fill` loads them by COPY, as often as one likes; the
 * folder goes in the end, whatever happened.
 */
export async function stageRows(
  staging: S3Staging,
  connection: Connection,
  columns: readonly string[],
  chunks: AsyncIterable<Buffer>,
  nullField: string,
): Promise<StagedRows> {
  const folder = await staging.openFolder();
  try {
    const manifestUrl = await folder.upload(chunks);
    return {
      fill: async (table) => {
        if (manifestUrl === undefined) return 0;
        const source = { ...(await staging.access()), manifestUrl, nullField };
        return await copy(connection, table, columns, source, folder.url);
      },
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

async function copy(
  connection: Connection,
  table: QuotedIdentifier,
  columns: readonly string[],
  source: CopySource,
  folderUrl: string,
): Promise<number> {
  const secrets = 'key' in source.authorization ? secretsOf(source.authorization.key) : [];
  try {
    await connection.execute(copyStatement(table, columns, source));
  } catch (error) {
    throw await explainLoadError(withoutSecrets(error, secrets), connection, table, folderUrl);
  }
  const { rows } = await connection.execute<{ count: number }>('SELECT pg_last_copy_count() AS count');
  return Number(rows[0]?.count);
}

function secretsOf(key: {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}): string[] {
  return [key.secretAccessKey, key.sessionToken, key.accessKeyId].filter((part) => part !== undefined);
}
