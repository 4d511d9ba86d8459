import { type Attendance, contactOf } from '@movement-etl/lib/connectors/mobilize';
import { toDate, toJson } from './values.ts';

export type AttendanceRow = ReturnType<typeof flattenAttendance>;

/** One sign-up with its person, event, timeslot, sponsor and referrer spread over columns. Withheld values are null. */
export function flattenAttendance(attendance: Attendance, organizationId: number) {
  const { person, event, timeslot, sponsor, referrer } = attendance;
  const contact = contactOf(person);
  return {
    id: attendance.id ?? null,
    user_id: person?.user_id ?? null,
    given_name: person?.given_name ?? null,
    family_name: person?.family_name ?? null,
    email_address: contact.email_address,
    phone_number: contact.phone_number,
    postal_code: contact.postal_code,
    event_id: event?.id ?? null,
    event_title: event?.title ?? null,
    event_type: event?.event_type ?? null,
    event_timezone: event?.timezone ?? null,
    timeslot_id: timeslot?.id ?? null,
    timeslot_start_date: toDate(timeslot?.start_date),
    timeslot_end_date: toDate(timeslot?.end_date),
    status: attendance.status ?? null,
    attended: attendance.attended ?? null,
    rating: attendance.rating ?? null,
    feedback: attendance.feedback ?? null,
    created_date: toDate(attendance.created_date),
    modified_date: toDate(attendance.modified_date),
    organization_id: organizationId,
    sponsor_id: sponsor?.id ?? null,
    sponsor_name: sponsor?.name ?? null,
    person_id: person?.person_id ?? person?.id ?? null,
    person_created_date: toDate(person?.created_date),
    person_modified_date: toDate(person?.modified_date),
    person_blocked_date: toDate(person?.blocked_date),
    sms_opt_in_status: person?.sms_opt_in_status ?? null,
    utm_source: referrer?.utm_source ?? null,
    utm_medium: referrer?.utm_medium ?? null,
    utm_campaign: referrer?.utm_campaign ?? null,
    utm_term: referrer?.utm_term ?? null,
    utm_content: referrer?.utm_content ?? null,
    referrer_url: referrer?.url ?? null,
    custom_signup_field_values: toJson(attendance.custom_signup_field_values),
  };
}
