export {
  createMobilize,
  type Mobilize,
  type MobilizeOptions,
  type OfOrganization,
  type Since,
} from './client.ts';
export { contactOf, type PersonContact } from './contact.ts';
export type {
  AccessibilityStatus,
  ApprovalStatus,
  AttendanceStatus,
  EventType,
  OpenEnum,
  OrganizationType,
  RaceType,
  SmsOptInStatus,
  Visibility,
} from './enums.ts';
export type { DeletedEventFilter, EventFilter, TimeComparison } from './filters.ts';
export type {
  Attendance,
  Contact,
  CustomFieldValue,
  DeletedEvent,
  Enums,
  Location,
  MobilizeEvent,
  Organization,
  Person,
  Referrer,
  Timeslot,
} from './rows.ts';
