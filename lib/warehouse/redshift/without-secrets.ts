import { ConfigError, EtlError, PermanentError, TransientError } from '../../errors/index.ts';

/**
 * The error as it is, or, where it or one of its causes repeats a secret, a new one of the same class without it and
 * without causes.
 */
export function withoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof Error) || !textsOf(error).some((text) => holdsSecret(text, secrets))) return error;
  const message = secrets.reduce((text, secret) => text.replaceAll(secret, '[masked]'), error.message);
  const facts = error instanceof EtlError ? error.facts : {};
  if (error instanceof ConfigError) return new ConfigError(message);
  if (error instanceof TransientError) return new TransientError(message, { facts });
  return new PermanentError(message, { facts });
}

function textsOf(error: unknown): string[] {
  return error instanceof Error ? [error.message, error.stack ?? '', ...textsOf(error.cause)] : [];
}

function holdsSecret(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => secret !== '' && text.includes(secret));
}
