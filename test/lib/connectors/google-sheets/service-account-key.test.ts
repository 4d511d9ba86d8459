import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readServiceAccountKey } from '../../../../lib/connectors/google-sheets/auth/service-account-key.ts';
import { ConfigError } from '../../../../lib/errors/index.ts';
import { testKey } from './key-fixture.ts';

const secret = 'THE-SECRET-PART';

describe('readServiceAccountKey', () => {
  test('reads the JSON itself', () => {
    const key = readServiceAccountKey(JSON.stringify(testKey));

    expect(key).toEqual({
      clientEmail: testKey.client_email,
      privateKey: testKey.private_key,
      privateKeyId: 'test-key-id',
    });
  });

  test('reads a file', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'key-')), 'key.json');
    writeFileSync(path, JSON.stringify(testKey));

    expect(readServiceAccountKey(path).clientEmail).toBe(testKey.client_email);
  });

  test('reads a private key whose line ends were spelt out on the way', () => {
    const spelt = { ...testKey, private_key: testKey.private_key.replaceAll('\n', '\\n') };

    expect(readServiceAccountKey(JSON.stringify(spelt)).privateKey).toBe(testKey.private_key);
  });

  test.each([
    ['nothing', '  ', /is empty/],
    ['a path that leads nowhere', `/nowhere/${secret}.json`, /no such file/],
    ['a directory', tmpdir(), /EISDIR/],
    ['broken JSON', `{"private_key": "${secret}`, /not the JSON of a key file/],
    ['JSON of other types', `{"private_key": 5, "x": "${secret}"}`, /not the JSON of a key file/],
    ['a key of a person', JSON.stringify({ ...testKey, type: 'authorized_user' }), /"service_account"/],
    ['a key without address', JSON.stringify({ ...testKey, client_email: undefined }), /no "client_email"/],
    ['a key without private key', JSON.stringify({ ...testKey, private_key: '' }), /no "private_key"/],
    [
      'a private key that was cut',
      JSON.stringify({ ...testKey, private_key: secret }),
      /not a whole PEM key/,
    ],
    [
      'a key of another cloud',
      JSON.stringify({ ...testKey, universe_domain: 'x.example' }),
      /universe_domain/,
    ],
  ])('refuses %s without repeating any of it', (_, credentials, message) => {
    const read = () => readServiceAccountKey(credentials);

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/GOOGLE_DRIVE_CREDENTIALS/);
    expect(read).toThrow(message);
    expect(read).not.toThrow(secret);
  });

  test('names every problem at once', () => {
    const read = () => readServiceAccountKey('{"type":"user"}');

    expect(read).toThrow(/service_account[\s\S]*client_email[\s\S]*private_key/);
  });
});
