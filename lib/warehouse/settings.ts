import { choice, integer, redshiftSettings, secret, text } from '../settings/index.ts';

/** How a connection is encrypted; the words of libpq's `sslmode`. */
export const SSL_MODES = ['disable', 'prefer', 'require', 'verify-full'] as const;
export type SslMode = (typeof SSL_MODES)[number];

/** Where the warehouse is: a URL, or its parts. The URL wins, then the parts of a Redshift, then those of a PostgreSQL. */
export interface WarehouseSettings extends RedshiftSettings {
  readonly databaseUrl?: string | undefined;
  readonly databaseHost?: string | undefined;
  readonly databasePort?: number | undefined;
  readonly databaseName?: string | undefined;
  readonly databaseUser?: string | undefined;
  readonly databasePassword?: string | undefined;
  readonly databaseSslMode?: SslMode | undefined;
  /** Path of a PEM file with the certificate authorities to trust instead of Node's own. */
  readonly databaseSslRootCert?: string | undefined;
}

/** Where a Redshift is, and how it is loaded; the meaning of each is in `lib/settings/common/redshift.ts`. */
export interface RedshiftSettings {
  readonly redshiftHost?: string | undefined;
  readonly redshiftPort?: number | undefined;
  readonly redshiftDatabase?: string | undefined;
  readonly redshiftUser?: string | undefined;
  readonly redshiftPassword?: string | undefined;
  readonly redshiftIamRole?: string | undefined;
  readonly s3TempBucket?: string | undefined;
  readonly s3TempBucketPrefix?: string | undefined;
  readonly awsAccessKeyId?: string | undefined;
  readonly awsSecretAccessKey?: string | undefined;
  readonly awsSessionToken?: string | undefined;
  readonly awsProfile?: string | undefined;
  readonly awsRegion?: string | undefined;
  readonly awsDefaultRegion?: string | undefined;
  readonly awsEndpointUrlS3?: string | undefined;
}

/** Whether settings name a warehouse at all, for jobs that can do without one. */
export function namesWarehouse({ databaseUrl, databaseHost, redshiftHost }: WarehouseSettings): boolean {
  return [databaseUrl, databaseHost, redshiftHost].some((place) => place !== undefined);
}

const group = 'Warehouse';

/** The fields of a job's settings that `connectWarehouse` needs: `z.object({ ...warehouseSettings, … })`. */
export const warehouseSettings = {
  databaseUrl: secret()
    .optional()
    .meta({ env: 'DATABASE_URL', placeholder: '<url>', group })
    .describe(
      'The warehouse: postgres://user:password@host:5432/database?sslmode=verify-full, or redshift://… Wins over PGHOST, REDSHIFT_HOST and the others.',
    ),
  databaseHost: text()
    .optional()
    .meta({ env: 'PGHOST', placeholder: '<host>', group })
    .describe('Host of the warehouse, where DATABASE_URL is not set.'),
  databasePort: integer({ min: 1, max: 65_535 })
    .optional()
    .meta({ env: 'PGPORT', placeholder: '<port>', group })
    .describe('Port of the warehouse; 5432 when not set.'),
  databaseName: text()
    .optional()
    .meta({ env: 'PGDATABASE', placeholder: '<name>', group })
    .describe('Database in the warehouse.'),
  databaseUser: text()
    .optional()
    .meta({ env: 'PGUSER', placeholder: '<user>', group })
    .describe('User of the warehouse.'),
  databasePassword: secret()
    .optional()
    .meta({ env: 'PGPASSWORD', placeholder: '<password>', group })
    .describe('Password of the warehouse user.'),
  databaseSslMode: choice(SSL_MODES)
    .optional()
    .meta({ env: 'PGSSLMODE', placeholder: '<mode>', group })
    .describe(
      'disable: no encryption. prefer: encrypted where the server can. require: encrypted, the certificate is not checked. verify-full: encrypted and checked. When not set: disable for this machine and for names without a dot (compose, Kubernetes), prefer in private networks, otherwise verify-full.',
    ),
  databaseSslRootCert: text()
    .optional()
    .meta({ env: 'PGSSLROOTCERT', placeholder: '<path>', group })
    .describe('PEM file with the certificate authorities of the warehouse, where Node does not know them.'),
  ...redshiftSettings,
};
