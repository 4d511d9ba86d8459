import { describe, expect, it } from 'vitest';
import { decide, hashPerson } from '../../../jobs/warehouse-to-actionnetwork/decide.ts';
import type { PersonToSync } from '../../../jobs/warehouse-to-actionnetwork/people-to-sync.ts';

const ana: PersonToSync = {
  mobilizeid: 1,
  given_name: 'Ana',
  family_name: ' ',
  email_address: ' ana@example.org ',
  phone_number: '(512) 555-0101',
  postal_code: '02139',
  payload_hash: 'now',
  phone_is_shared: false,
  last_outcome: null,
  last_payload_hash: null,
  last_attempt: null,
};
const decideOn = (change: Partial<PersonToSync>, retryFailed = false) =>
  decide({ ...ana, ...change }, { retryFailed });

describe('what is done with a person', () => {
  it('is to send what is filled in, and no status of any kind', () => {
    expect(decideOn({})).toEqual({
      action: 'send',
      payloadHash: 'now',
      person: {
        given_name: 'Ana',
        family_name: undefined,
        email_addresses: [{ address: 'ana@example.org' }],
        phone_numbers: [{ number: '15125550101' }],
        postal_addresses: [{ postal_code: '02139' }],
      },
    });
  });

  it.each([
    ['synced', 'now', false, 'leave'],
    ['synced', 'before', false, 'send'],
    ['skipped', 'now', false, 'leave'],
    ['skipped', 'before', false, 'send'],
    ['failed', 'now', false, 'leave'],
    ['failed', 'before', false, 'send'],
    ['failed', 'now', true, 'send'],
    ['synced', 'now', true, 'leave'],
    ['retry', 'now', false, 'send'],
    [null, null, false, 'send'],
  ])(
    'after %s with the data of %s (--retry-failed: %s) is to %s',
    (last_outcome, last_payload_hash, retryFailed, action) => {
      expect(decideOn({ last_outcome, last_payload_hash }, retryFailed).action).toBe(action);
    },
  );

  it.each([
    [{ email_address: null, phone_is_shared: true }, 'no e-mail address, and the phone number is shared'],
    [{ email_address: ' ', phone_number: '123' }, 'no e-mail address or usable phone number'],
    [{ email_address: null, phone_number: null }, 'no e-mail address or usable phone number'],
  ])('is to skip who cannot be told from others: %j', (change, reason) => {
    expect(decideOn(change)).toEqual({ action: 'skip', reason, payloadHash: 'now' });
  });

  it('leaves out a shared number and sends the rest', () => {
    expect(decideOn({ phone_is_shared: true })).toMatchObject({
      action: 'send',
      person: { phone_numbers: undefined },
    });
  });

  it('hashes the data itself where the list was filled by hand, each field in its place', () => {
    const hash = hashPerson(ana);

    expect(decideOn({ payload_hash: null })).toMatchObject({ payloadHash: hash });
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(hashPerson({ ...ana, given_name: null, family_name: 'Ana' })).not.toBe(hash);
  });
});
