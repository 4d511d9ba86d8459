import { PermanentError } from '../../errors/index.ts';
import { type QuotedIdentifier, quoteList } from '../identifiers.ts';
import type { AwsKey } from './staging-settings.ts';

/** What a COPY reads, and with which right. */
export interface CopySource {
  /** `s3://…/manifest.json`. */
  readonly manifestUrl: string;
  readonly region: string;
  /** A role that Redshift may take on, or credentials that are lent to it. */
  readonly authorization: { readonly iamRole: string } | { readonly key: AwsKey };
  readonly nullField: string;
}

/**
 * The COPY that loads the parts of a manifest, all of them or none. Null is `nullField` and nothing else, so that an empty
 * text stays one: EMPTYASNULL and BLANKSASNULL are left out for that. Decimals are rounded, as INSERT does. Statistics and
 * encodings are left to what Redshift does by itself.
 *
 * The text may hold credentials: it must not be logged.
 */
export function copyStatement(
  table: QuotedIdentifier,
  columns: readonly string[],
  { manifestUrl, region, authorization, nullField }: CopySource,
): string {
  return [
    `COPY ${table} (${quoteList(columns)})`,
    `FROM ${quoteText(manifestUrl)}`,
    'iamRole' in authorization ? roleClause(authorization.iamRole) : keyClause(authorization.key),
    `MANIFEST FORMAT CSV GZIP NULL AS ${quoteText(nullField)}`,
    "TIMEFORMAT 'auto' DATEFORMAT 'auto' ROUNDEC COMPUPDATE OFF STATUPDATE OFF",
    `REGION ${quoteText(region)}`,
  ].join('\n');
}

function roleClause(role: string): string {
  return `IAM_ROLE ${role === 'default' ? 'default' : quoteText(role)}`;
}

function keyClause({ accessKeyId, secretAccessKey, sessionToken }: AwsKey): string {
  const token = sessionToken === undefined ? '' : `;token=${sessionToken}`;
  const parts = [accessKeyId, secretAccessKey, sessionToken ?? ''];
  if (parts.some((part) => /[\s;'\\]/.test(part))) {
    throw new PermanentError('the AWS credentials hold a character that no credentials of AWS have');
  }
  return `CREDENTIALS ${quoteText(`aws_access_key_id=${accessKeyId};aws_secret_access_key=${secretAccessKey}${token}`)}`;
}

/** All that gets here was checked to hold neither quotes nor backslashes; this makes sure. */
function quoteText(text: string): string {
  if (/['\\]/.test(text)) throw new PermanentError('a part of a COPY holds a quote or a backslash');
  return `'${text}'`;
}
