/**
 * The shapes that Mobilize sends, as far as the stand-in makes them.
 * Source: github.com/mobilizeamerica/api README at 1025d0f, read 2026-08; times are Unix seconds.
 */
export interface Organization {
  readonly id: number;
  readonly name: string;
  readonly slug: string;
  readonly is_coordinated: boolean;
  readonly is_independent: boolean;
  readonly is_primary_campaign: boolean;
  readonly race_type: string | null;
  readonly state: string;
  readonly district: string;
  readonly candidate_name: string;
  readonly event_feed_url: string;
  readonly created_date: number;
  readonly modified_date: number;
  readonly org_type: string;
}

/** What is left of an organisation inside an attendance. */
export type NestedOrganization = Pick<Organization, 'id' | 'name' | 'slug' | 'org_type'>;

export interface Timeslot {
  readonly id?: number;
  readonly start_date: number;
  readonly end_date: number;
}

export interface EventTimeslot extends Timeslot {
  readonly id: number;
  readonly max_attendees: number | null;
  readonly is_full: boolean;
  readonly instructions: string | null;
}

export interface Contact {
  readonly name: string;
  readonly email_address: string;
  readonly phone_number: string;
  readonly owner_user_id: number;
}

export interface Location {
  readonly venue: string;
  readonly address_lines: readonly [string, string];
  readonly locality: string;
  readonly region: string;
  readonly country: string;
  readonly postal_code: string;
  readonly location: { readonly latitude: number; readonly longitude: number } | null;
  readonly congressional_district: string | null;
  readonly state_leg_district: string | null;
  readonly state_senate_district: string | null;
}

export interface Event {
  readonly id: number;
  readonly title: string;
  readonly summary: '';
  readonly description: string;
  readonly featured_image_url: string;
  readonly high_priority: boolean | null;
  readonly sponsor: Organization;
  readonly timeslots: readonly EventTimeslot[];
  readonly location: Location | null;
  readonly timezone: string;
  readonly event_type: string;
  readonly browser_url: string;
  readonly created_date: number;
  readonly modified_date: number;
  readonly visibility: 'PUBLIC' | 'PRIVATE';
  readonly address_visibility: 'PUBLIC' | 'PRIVATE';
  readonly created_by_volunteer_host: boolean;
  readonly is_virtual: boolean;
  readonly virtual_action_url: string | null;
  readonly contact: Contact | null;
  readonly accessibility_status: string | null;
  readonly accessibility_notes: string | null;
  readonly tags: ReadonlyArray<{ readonly id: number; readonly name: string }>;
  readonly approval_status: string;
  readonly event_campaign: {
    readonly id: number;
    readonly slug: string;
    readonly event_create_page_url: string;
  } | null;
  readonly instructions: string | null;
}

export interface Person {
  readonly id: number | null;
  readonly person_id: number | null;
  readonly user_id: number;
  readonly created_date: number;
  readonly modified_date: number;
  readonly given_name: string;
  readonly family_name: string;
  readonly email_addresses?: ReadonlyArray<{ readonly primary: true; readonly address: string }>;
  readonly phone_numbers: ReadonlyArray<{ readonly primary: true; readonly number: string }>;
  readonly postal_addresses: ReadonlyArray<{ readonly primary: true; readonly postal_code: string }>;
  readonly sms_opt_in_status: string;
  readonly blocked_date: number | null;
}

export interface Referrer {
  readonly utm_source: string | null;
  readonly utm_medium: string | null;
  readonly utm_campaign: string | null;
  readonly utm_term: string | null;
  readonly utm_content: string | null;
  readonly url: string | null;
}

export interface CustomFieldValue {
  readonly custom_field_id: number;
  readonly custom_field_name: string;
  readonly text_value: string | null;
  readonly boolean_value: boolean | null;
}

export interface Attendance {
  readonly id: number | null;
  readonly created_date: number;
  readonly modified_date: number;
  readonly person: Person;
  /** As nested in an attendance; across the firewall only the type is left. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly timeslot: Timeslot;
  readonly sponsor: NestedOrganization;
  readonly status: string | null;
  readonly attended: boolean | null;
  readonly referrer?: Referrer | null;
  readonly custom_signup_field_values?: readonly CustomFieldValue[];
  readonly rating: string | null;
  readonly feedback: string | null;
}
