import type { Attendance, DeletedEvent, MobilizeEvent, Organization, Person } from './rows.ts';

// The columns that a table has even when it has no rows.

export const attendanceColumns = [
  'id',
  'created_date',
  'modified_date',
  'person',
  'event',
  'timeslot',
  'sponsor',
  'status',
  'attended',
  'referrer',
  'custom_signup_field_values',
  'rating',
  'feedback',
] as const satisfies readonly (keyof Attendance)[];

export const personColumns = [
  'id',
  'person_id',
  'user_id',
  'created_date',
  'modified_date',
  'given_name',
  'family_name',
  'email_addresses',
  'phone_numbers',
  'postal_addresses',
  'sms_opt_in_status',
  'blocked_date',
] as const satisfies readonly (keyof Person)[];

export const eventColumns = [
  'id',
  'title',
  'description',
  'summary',
  'featured_image_url',
  'high_priority',
  'sponsor',
  'timeslots',
  'location',
  'timezone',
  'event_type',
  'browser_url',
  'created_date',
  'modified_date',
  'visibility',
  'address_visibility',
  'created_by_volunteer_host',
  'is_virtual',
  'virtual_action_url',
  'contact',
  'accessibility_status',
  'accessibility_notes',
  'tags',
  'approval_status',
  'event_campaign',
  'instructions',
] as const satisfies readonly (keyof MobilizeEvent)[];

export const organizationColumns = [
  'id',
  'name',
  'slug',
  'is_coordinated',
  'is_independent',
  'is_primary_campaign',
  'is_nonelectoral',
  'race_type',
  'state',
  'district',
  'candidate_name',
  'event_feed_url',
  'logo_url',
  'created_date',
  'modified_date',
  'org_type',
] as const satisfies readonly (keyof Organization)[];

export const deletedEventColumns = ['id', 'deleted_date'] as const satisfies readonly (keyof DeletedEvent)[];
