import { toActionNetworkPhone } from '@movement-etl/lib/connectors/action-network';
import { describe, expect, it } from 'vitest';

describe('toActionNetworkPhone', () => {
  it.each([
    ['5125550101', 'ten digits'],
    ['15125550101', 'eleven digits with the country code'],
    ['+15125550101', 'a plus and the country code'],
    ['(512) 555-0101', 'parentheses and a hyphen'],
    ['512.555.0101', 'dots'],
    ['1 512 555 0101', 'spaces'],
    ['+1\u00a0(512)\u2013555\u20110101', 'typographic spaces and dashes'],
  ])('writes %s with country code and without anything else (%s)', (written) => {
    expect(toActionNetworkPhone(written)).toEqual({ number: '15125550101' });
  });

  it.each([
    ['', 'no phone number'],
    [null, 'no phone number'],
    [undefined, 'no phone number'],
    [' - ', 'no phone number'],
    ['5125550', 'phone number with 7 digits instead of 10'],
    ['25125550101', 'phone number with 11 digits instead of 10'],
    ['512555010101', 'phone number with 12 digits instead of 10'],
    ['+44 20 7946 0958', 'phone number of another country'],
    ['+5125550101', 'phone number of another country'],
    ['+1512555010', 'phone number with 9 digits instead of 10'],
    ['1512555010', 'phone number with an impossible area code'],
    ['0000000000', 'phone number with an impossible area code'],
    ['5125550101 x12', 'phone number with letters or an extension'],
    ['512-555-010 ext 1', 'phone number with letters or an extension'],
    ['n/a', 'phone number with letters or an extension'],
    ['5125550101, 5125550102', 'phone number with letters or an extension'],
  ])('gives a reason and no number for %j', (written, reason) => {
    const phone = toActionNetworkPhone(written);

    expect(phone).toEqual({ reason });
  });
});
