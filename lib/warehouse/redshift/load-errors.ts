import { z } from 'zod';
import { PermanentError } from '../../errors/index.ts';
import type { Connection } from '../connection.ts';
import { namesLoadErrors } from '../driver/redshift-errors.ts';
import type { QuotedIdentifier } from '../identifiers.ts';
import { reasonOf } from './load-error-codes.ts';

/** How many rows that COPY refused are told. */
const MAX_TOLD = 5;

/** A row that COPY refused; the views also have its values, which are never read here. */
const loadError = z.object({
  file_name: z.string(),
  line_number: z.coerce.number(),
  column_name: z.string().nullable(),
  column_type: z.string().nullable(),
  error_code: z.coerce.number(),
  error_message: z.string().nullable(),
});
type LoadError = z.infer<typeof loadError>;

/** The newer view covers Serverless too; the older one is there where the newer is not. Both pad texts with blanks. */
function questions(folderUrl: string): readonly string[] {
  return [
    `SELECT TRIM(file_name) AS file_name, line_number, TRIM(column_name) AS column_name, TRIM(column_type) AS column_type,
       error_code, TRIM(error_message) AS error_message
     FROM sys_load_error_detail WHERE file_name LIKE '${folderUrl}%' ORDER BY start_time LIMIT ${MAX_TOLD}`,
    `SELECT TRIM(filename) AS file_name, line_number, TRIM(colname) AS column_name, TRIM(type) AS column_type,
       err_code AS error_code, TRIM(err_reason) AS error_message
     FROM stl_load_errors WHERE filename LIKE '${folderUrl}%' ORDER BY starttime LIMIT ${MAX_TOLD}`,
  ];
}

/**
 * Where a COPY failed for its rows: an error that says which file, line and column, and why, without the values.
 * Otherwise the error as it is. The views are asked on another connection, for the transaction has failed.
 */
export async function explainLoadError(
  error: unknown,
  connection: Connection,
  table: QuotedIdentifier,
  folderUrl: string,
): Promise<unknown> {
  if (!(error instanceof PermanentError) || !namesLoadErrors(error.message)) return error;
  const found = await findLoadErrors(connection, folderUrl);
  const [first] = found;
  if (first === undefined) return error;
  const told = found.map((one) => `${placeOf(one, folderUrl)}: ${reasonOf(one)}`).join('; ');
  return new PermanentError(`Redshift refused rows for ${table}: ${told}`, {
    cause: error,
    facts: {
      table,
      column: first.column_name,
      code: first.error_code,
      reason: reasonOf(first),
      file: first.file_name.slice(folderUrl.length),
      line: first.line_number,
    },
  });
}

async function findLoadErrors(connection: Connection, folderUrl: string): Promise<readonly LoadError[]> {
  for (const question of questions(folderUrl)) {
    // What is asked for is only an explanation: the error that has to be explained counts for more than one of the view.
    const answer = await connection.executeApart(question).catch(() => undefined);
    const found = z.array(loadError).safeParse(answer?.rows);
    if (found.success && found.data.length > 0) return found.data;
  }
  return [];
}

function placeOf({ file_name, line_number, column_name, column_type }: LoadError, folderUrl: string): string {
  const column = column_name ? `column ${column_name}${column_type ? ` (${column_type})` : ''}, ` : '';
  return `${column}line ${line_number} of ${file_name.slice(folderUrl.length)}`;
}
