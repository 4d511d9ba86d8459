const SECRET_KEYS = [
  'authorization',
  'Authorization',
  'apiKey',
  'api_key',
  'client_secret',
  'connectionString',
  'cookie',
  'credentials',
  'databaseUrl',
  'password',
  'privateKey',
  'private_key',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'webhookUrl',
] as const;

/** Paths in the form that pino's `redact` takes: each key at the top of a line and up to two levels down. */
export const SECRET_KEY_PATHS: string[] = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);
