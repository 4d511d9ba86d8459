import { createHash, generateKeyPairSync } from 'node:crypto';

/** A service account with its one key; a JSON value. */
export interface ServiceAccount {
  readonly email: string;
  readonly clientId: string;
  readonly projectId: string;
  readonly privateKeyId: string;
  /** PEM, PKCS#8. */
  readonly privateKey: string;
  /** PEM, SPKI; this is what the token endpoint checks signatures with. */
  readonly publicKey: string;
}

/** A new account with a freshly made RSA key of 2,048 bits. */
export function createServiceAccount(email: string): ServiceAccount {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    email,
    clientId: '100000000000000000001',
    projectId: 'movement-etl-simulators',
    privateKeyId: createHash('sha1').update(publicKey).digest('hex'),
    privateKey,
    publicKey,
  };
}

/** The key file as the Google console hands it out, but with this server's token endpoint. */
export function toKeyFile(account: ServiceAccount, tokenUri: string): object {
  return {
    type: 'service_account',
    project_id: account.projectId,
    private_key_id: account.privateKeyId,
    private_key: account.privateKey,
    client_email: account.email,
    client_id: account.clientId,
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: tokenUri,
    universe_domain: 'googleapis.com',
  };
}
