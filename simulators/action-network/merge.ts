import type { PersonInput } from './input.ts';
import type { Person, PostalAddress } from './person.ts';

/** Region and country survive being set to null; the country is the US when another part is given. */
export function mergeAddress(
  current: PostalAddress | null,
  posted: PersonInput['postalAddress'],
): PostalAddress | null {
  if (posted === undefined) return current;
  const { address_lines, locality, region, postal_code, country } = posted;
  const lines = replaced(current?.address_lines, address_lines);
  const city = replaced(current?.locality, locality);
  const postalCode = replaced(current?.postal_code, postal_code);
  return {
    ...(lines && { address_lines: lines }),
    ...(city && { locality: city }),
    region: region ?? current?.region ?? '',
    ...(postalCode && { postal_code: postalCode }),
    country: country ?? current?.country ?? 'US',
  };
}

export function mergeCustomFields(
  current: Person['custom_fields'],
  posted: PersonInput['custom_fields'],
): Record<string, string> {
  const merged: Record<string, string> = { ...current };
  for (const [name, value] of Object.entries(posted)) {
    if (value === null) delete merged[name];
    else merged[name] = value;
  }
  return merged;
}

function replaced<T>(current: T | undefined, posted: T | null | undefined): T | null | undefined {
  return posted === undefined ? current : posted;
}
