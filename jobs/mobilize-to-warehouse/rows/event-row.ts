import type { MobilizeEvent } from '@movement-etl/lib/connectors/mobilize';
import { toDate, toJson } from './values.ts';

export type EventRow = ReturnType<typeof flattenEvent>;

/** One event with its place, contact, sponsor and campaign spread over columns; tags and timeslots are JSON lists. */
export function flattenEvent(event: MobilizeEvent, organizationId: number) {
  const { sponsor, location, contact, event_campaign: campaign } = event;
  return {
    id: event.id ?? null,
    title: event.title ?? null,
    summary: event.summary ?? null,
    description: event.description ?? null,
    instructions: event.instructions ?? null,
    event_type: event.event_type ?? null,
    timezone: event.timezone ?? null,
    browser_url: event.browser_url ?? null,
    featured_image_url: event.featured_image_url ?? null,
    high_priority: event.high_priority ?? null,
    visibility: event.visibility ?? null,
    address_visibility: event.address_visibility ?? null,
    approval_status: event.approval_status ?? null,
    created_by_volunteer_host: event.created_by_volunteer_host ?? null,
    is_virtual: event.is_virtual ?? null,
    virtual_action_url: event.virtual_action_url ?? null,
    accessibility_status: event.accessibility_status ?? null,
    accessibility_notes: event.accessibility_notes ?? null,
    sponsor_id: sponsor?.id ?? null,
    sponsor_name: sponsor?.name ?? null,
    location_venue: location?.venue ?? null,
    location_address_line_1: location?.address_lines?.[0] ?? null,
    location_address_line_2: location?.address_lines?.[1] ?? null,
    location_locality: location?.locality ?? null,
    location_region: location?.region ?? null,
    location_country: location?.country ?? null,
    location_postal_code: location?.postal_code ?? null,
    location_latitude: location?.location?.latitude ?? null,
    location_longitude: location?.location?.longitude ?? null,
    location_congressional_district: location?.congressional_district ?? null,
    location_state_leg_district: location?.state_leg_district ?? null,
    location_state_senate_district: location?.state_senate_district ?? null,
    contact_name: contact?.name ?? null,
    contact_email_address: contact?.email_address ?? null,
    contact_phone_number: contact?.phone_number ?? null,
    contact_owner_user_id: contact?.owner_user_id ?? null,
    event_campaign_id: campaign?.id ?? null,
    event_campaign_slug: campaign?.slug ?? null,
    event_campaign_event_create_page_url: campaign?.event_create_page_url ?? null,
    tags: toJson(event.tags),
    timeslots: toJson(event.timeslots),
    organization_id: organizationId,
    created_date: toDate(event.created_date),
    modified_date: toDate(event.modified_date),
  };
}
