import type {
  AccessibilityStatus,
  ApprovalStatus,
  AttendanceStatus,
  EventType,
  OrganizationType,
  RaceType,
  SmsOptInStatus,
  Visibility,
} from './enums.ts';

// The rows as Mobilize sends them, in its own spelling. Times are Unix seconds.
// Whatever a key may not see is left out by the documentation's account and null in real rows, so every field is both.
// Source: github.com/mobilizeamerica/api README (2024-03-27); rating, feedback, logo_url, is_nonelectoral from real answers.

/** One person's sign-up for one timeslot. */
export interface Attendance {
  /** Null or absent where the event's organization is coordinated and the key's is independent (the firewall). */
  readonly id?: number | null;
  readonly created_date?: number | null;
  readonly modified_date?: number | null;
  readonly person?: Person | null;
  readonly event?: MobilizeEvent | null;
  readonly timeslot?: Timeslot | null;
  /** The promoting organization if there is one, else the event's. */
  readonly sponsor?: Organization | null;
  readonly status?: AttendanceStatus | null;
  /** Null = nobody has said; it does not follow from `status`. */
  readonly attended?: boolean | null;
  readonly referrer?: Referrer | null;
  readonly custom_signup_field_values?: readonly CustomFieldValue[] | null;
  readonly rating?: string | null;
  readonly feedback?: string | null;
}

export interface Person {
  /** The same as `person_id`. */
  readonly id?: number | null;
  /** Announced to become null for new people. */
  readonly person_id?: number | null;
  /** The key to use: it stays. */
  readonly user_id?: number | null;
  readonly created_date?: number | null;
  readonly modified_date?: number | null;
  readonly given_name?: string | null;
  readonly family_name?: string | null;
  /** One, or none where sharing is restricted. */
  readonly email_addresses?:
    | readonly { readonly primary?: boolean; readonly address?: string | null }[]
    | null;
  /** The number may be empty. */
  readonly phone_numbers?: readonly { readonly primary?: boolean; readonly number?: string | null }[] | null;
  readonly postal_addresses?:
    | readonly { readonly primary?: boolean; readonly postal_code?: string | null }[]
    | null;
  /** For the organization whose list this is. */
  readonly sms_opt_in_status?: SmsOptInStatus | null;
  readonly blocked_date?: number | null;
}

export interface Timeslot {
  readonly id?: number | null;
  readonly start_date?: number | null;
  readonly end_date?: number | null;
  readonly max_attendees?: number | null;
  readonly is_full?: boolean | null;
  readonly instructions?: string | null;
}

export interface Organization {
  readonly id?: number | null;
  readonly name?: string | null;
  readonly slug?: string | null;
  readonly is_coordinated?: boolean | null;
  readonly is_independent?: boolean | null;
  readonly is_primary_campaign?: boolean | null;
  readonly is_nonelectoral?: boolean | null;
  readonly race_type?: RaceType | null;
  readonly state?: string | null;
  readonly district?: string | null;
  readonly candidate_name?: string | null;
  readonly event_feed_url?: string | null;
  readonly logo_url?: string | null;
  readonly org_type?: OrganizationType | null;
  readonly created_date?: number | null;
  readonly modified_date?: number | null;
}

/** An event; named so because `Event` is a global of the runtime. */
export interface MobilizeEvent {
  readonly id?: number | null;
  readonly title?: string | null;
  /** HTML or Markdown. */
  readonly description?: string | null;
  readonly summary?: string | null;
  readonly featured_image_url?: string | null;
  readonly high_priority?: boolean | null;
  readonly sponsor?: Organization | null;
  readonly timeslots?: readonly Timeslot[] | null;
  readonly location?: Location | null;
  /** IANA name; the times of the event are to be shown in it. */
  readonly timezone?: string | null;
  readonly event_type?: EventType | null;
  readonly browser_url?: string | null;
  readonly visibility?: Visibility | null;
  readonly address_visibility?: Visibility | null;
  readonly created_by_volunteer_host?: boolean | null;
  readonly is_virtual?: boolean | null;
  readonly virtual_action_url?: string | null;
  readonly contact?: Contact | null;
  readonly accessibility_status?: AccessibilityStatus | null;
  readonly accessibility_notes?: string | null;
  readonly tags?: readonly { readonly id: number; readonly name: string }[] | null;
  readonly approval_status?: ApprovalStatus | null;
  readonly event_campaign?: {
    readonly id: number;
    readonly slug?: string | null;
    readonly event_create_page_url?: string | null;
  } | null;
  readonly instructions?: string | null;
  readonly created_date?: number | null;
  readonly modified_date?: number | null;
}

/** Of a private address, `venue` and the first line are a sentence saying so. */
export interface Location {
  readonly venue?: string | null;
  readonly address_lines?: readonly string[] | null;
  readonly locality?: string | null;
  readonly region?: string | null;
  readonly country?: string | null;
  readonly postal_code?: string | null;
  readonly location?: { readonly latitude: number; readonly longitude: number } | null;
  readonly congressional_district?: string | null;
  readonly state_leg_district?: string | null;
  readonly state_senate_district?: string | null;
}

export interface Contact {
  readonly name?: string | null;
  readonly email_address?: string | null;
  readonly phone_number?: string | null;
  readonly owner_user_id?: number | null;
}

export interface Referrer {
  readonly utm_source?: string | null;
  readonly utm_medium?: string | null;
  readonly utm_campaign?: string | null;
  readonly utm_term?: string | null;
  readonly utm_content?: string | null;
  readonly url?: string | null;
}

/** Exactly one of the two values is set. */
export interface CustomFieldValue {
  readonly custom_field_id: number;
  readonly custom_field_name: string;
  readonly text_value?: string | null;
  readonly boolean_value?: boolean | null;
}

export interface DeletedEvent {
  readonly id?: number | null;
  readonly deleted_date?: number | null;
}

/** The values that each enum field of the API may take at present, by the field's name. */
export type Enums = Readonly<Record<string, unknown>>;
