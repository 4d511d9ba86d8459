import { pathOf, type QueryParameters } from '../../http/index.ts';
import { type DeletedEventFilter, type EventFilter, eventQuery, updatedSinceQuery } from './filters.ts';
import type { ListRequest } from './read-list.ts';
import type { Attendance, DeletedEvent, MobilizeEvent, Organization, Person } from './rows.ts';
import { attendancePage, deletedEventPage, eventPage, organizationPage, personPage } from './schema.ts';

// One function a list endpoint. Source of all paths and parameters: github.com/mobilizeamerica/api README (2024-03-27).

interface Since {
  readonly updatedSince?: Date | undefined;
}

export function attendances(organizationId: number, { updatedSince }: Since): ListRequest<Attendance> {
  return {
    path: pathOf`/organizations/${organizationId}/attendances`,
    endpoint: '/organizations/:org/attendances',
    ...attendanceList,
    query: updatedSinceQuery(updatedSince),
    takesUpdatedSince: true,
  };
}

export function eventAttendances(organizationId: number, eventId: number): ListRequest<Attendance> {
  return {
    path: pathOf`/organizations/${organizationId}/events/${eventId}/attendances`,
    endpoint: '/organizations/:org/events/:event/attendances',
    ...attendanceList,
    takesUpdatedSince: false,
  };
}

export function people(organizationId: number, { updatedSince }: Since): ListRequest<Person> {
  return {
    path: pathOf`/organizations/${organizationId}/people`,
    endpoint: '/organizations/:org/people',
    schema: personPage,
    query: updatedSinceQuery(updatedSince),
    takesUpdatedSince: true,
    // person_id is announced to go away for new people.
    id: (person) => person.user_id ?? person.id,
    changedAt: (person) => person.modified_date,
  };
}

export function events(organizationId: number, filter: EventFilter): ListRequest<MobilizeEvent> {
  return {
    path: pathOf`/organizations/${organizationId}/events`,
    endpoint: '/organizations/:org/events',
    ...eventList(eventQuery(filter)),
  };
}

export function allEvents(filter: EventFilter): ListRequest<MobilizeEvent> {
  return { path: '/events', endpoint: '/events', ...eventList(eventQuery(filter)) };
}

export function deletedEvents(organizationId: number, filter: DeletedEventFilter): ListRequest<DeletedEvent> {
  return {
    path: pathOf`/organizations/${organizationId}/events/deleted`,
    endpoint: '/organizations/:org/events/deleted',
    ...deletedEventList(filter),
  };
}

export function allDeletedEvents(filter: DeletedEventFilter): ListRequest<DeletedEvent> {
  return { path: '/events/deleted', endpoint: '/events/deleted', ...deletedEventList(filter) };
}

export function organizations({ updatedSince }: Since): ListRequest<Organization> {
  return {
    path: '/organizations',
    endpoint: '/organizations',
    ...organizationList,
    query: updatedSinceQuery(updatedSince),
    takesUpdatedSince: true,
  };
}

export function promotedOrganizations(organizationId: number): ListRequest<Organization> {
  return {
    path: pathOf`/organizations/${organizationId}/promoted_organizations`,
    endpoint: '/organizations/:org/promoted_organizations',
    ...organizationList,
    takesUpdatedSince: false,
  };
}

const attendanceList = {
  schema: attendancePage,
  id: (attendance: Attendance) => attendance.id,
  changedAt: (attendance: Attendance) => attendance.modified_date,
};

const organizationList = {
  schema: organizationPage,
  id: (organization: Organization) => organization.id,
  changedAt: (organization: Organization) => organization.modified_date,
};

function eventList(query: QueryParameters): Omit<ListRequest<MobilizeEvent>, 'path' | 'endpoint'> {
  return {
    schema: eventPage,
    query,
    takesUpdatedSince: true,
    id: (event) => event.id,
    changedAt: (event) => event.modified_date,
  };
}

function deletedEventList(filter: DeletedEventFilter): Omit<ListRequest<DeletedEvent>, 'path' | 'endpoint'> {
  return {
    schema: deletedEventPage,
    query: { ...updatedSinceQuery(filter.updatedSince), visibility: filter.visibility },
    takesUpdatedSince: true,
    id: (event) => event.id,
    changedAt: (event) => event.deleted_date,
  };
}
