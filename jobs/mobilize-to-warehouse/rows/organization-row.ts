import type { Organization } from '@movement-etl/lib/connectors/mobilize';
import { toDate } from './values.ts';

export type OrganizationRow = ReturnType<typeof flattenOrganization>;

export function flattenOrganization(organization: Organization) {
  return {
    id: organization.id ?? null,
    name: organization.name ?? null,
    slug: organization.slug ?? null,
    is_coordinated: organization.is_coordinated ?? null,
    is_independent: organization.is_independent ?? null,
    is_primary_campaign: organization.is_primary_campaign ?? null,
    is_nonelectoral: organization.is_nonelectoral ?? null,
    race_type: organization.race_type ?? null,
    org_type: organization.org_type ?? null,
    state: organization.state ?? null,
    district: organization.district ?? null,
    candidate_name: organization.candidate_name ?? null,
    event_feed_url: organization.event_feed_url ?? null,
    logo_url: organization.logo_url ?? null,
    created_date: toDate(organization.created_date),
    modified_date: toDate(organization.modified_date),
  };
}
