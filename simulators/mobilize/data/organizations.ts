import type { NestedOrganization, Organization } from './types.ts';

/** The organisation of most data; the simulated key belongs to it. */
export const mainOrganizationId = 1251;
/** A small organisation that the key may read too; it shares some sign-ups with the main one. */
export const partnerOrganizationId = 1252;
/** An organisation without events, people and attendances. */
export const emptyOrganizationId = 1253;
/** An organisation that exists, but not for the simulated key. */
export const foreignOrganizationId = 1299;

function organization(
  id: number,
  name: string,
  slug: string,
  orgType: string,
  more: Partial<Organization> = {},
): Organization {
  return {
    id,
    name,
    slug,
    is_coordinated: false,
    is_independent: true,
    is_primary_campaign: false,
    race_type: null,
    state: '',
    district: '',
    candidate_name: '',
    event_feed_url: `https://www.mobilize.us/${slug}/`,
    created_date: 1_546_300_800,
    modified_date: 1_640_995_200,
    org_type: orgType,
    ...more,
  };
}

/** All organisations; number 1 is the one that the deprecated `/events` is an alias of. */
export const organizations: readonly Organization[] = [
  organization(1, 'Mobilize', 'mobilize', 'OTHER'),
  organization(mainOrganizationId, 'Example Org', 'example', 'C4'),
  organization(partnerOrganizationId, 'Example Labor Council', 'example-labor', 'UNION', {
    modified_date: 1_700_000_000,
  }),
  organization(emptyOrganizationId, 'Empty Example', 'empty-example', 'GRASSROOTS_GROUP'),
  organization(foreignOrganizationId, 'Somebody Else for Senate', 'somebody-else', 'CAMPAIGN', {
    is_coordinated: true,
    is_independent: false,
    is_primary_campaign: true,
    race_type: 'SENATE',
    state: 'TX',
    candidate_name: 'Somebody Else',
  }),
];

/** Organisations whose people and attendances the simulated key may read. */
export const ownOrganizationIds: readonly number[] = [
  mainOrganizationId,
  partnerOrganizationId,
  emptyOrganizationId,
];

/** @throws Error when there is none; data name only organisations that exist. */
export function organizationById(id: number): Organization {
  const found = organizations.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`there is no organisation ${id}`);
  return found;
}

/** The organisation as nested in events and attendances, where a few fields are enough. */
export function nestedOrganization({ id, name, slug, org_type }: Organization): NestedOrganization {
  return { id, name, slug, org_type };
}
