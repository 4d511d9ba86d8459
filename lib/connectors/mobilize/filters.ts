import type { QueryParameters } from '../../http/index.ts';
import type { ApprovalStatus, EventType, Visibility } from './enums.ts';

/** A bound on a time: at least one of the four; several make a range. `now` is the server's clock. */
export interface TimeComparison {
  readonly gte?: Date | 'now';
  readonly gt?: Date | 'now';
  readonly lte?: Date | 'now';
  readonly lt?: Date | 'now';
}

/** Which events to list. What is left out does not filter. */
export interface EventFilter {
  readonly updatedSince?: Date | undefined;
  /** Also leaves out the timeslots that do not match from the events that do. */
  readonly timeslotStart?: TimeComparison;
  /** As `timeslotStart`. */
  readonly timeslotEnd?: TimeComparison;
  /** `PRIVATE` needs a key with that permission, else the call is refused. */
  readonly visibility?: readonly Visibility[];
  /** Owners of the events. */
  readonly ownerIds?: readonly number[];
  readonly isVirtual?: boolean;
  readonly highPriorityOnly?: boolean;
  readonly eventTypes?: readonly EventType[];
  readonly eventCampaignId?: number;
  readonly approvalStatus?: readonly ApprovalStatus[];
  /** Two letters. */
  readonly state?: string;
  /** This one and the three below are answered by a search index that reaches 1,000 rows at most; a warning says so. */
  readonly zipcode?: string;
  readonly maxDistanceMiles?: number;
  readonly excludeFull?: boolean;
  readonly tagIds?: readonly number[];
}

export interface DeletedEventFilter {
  readonly updatedSince?: Date | undefined;
  readonly visibility?: readonly Visibility[];
}

export function eventQuery(filter: EventFilter): QueryParameters {
  return {
    ...updatedSinceQuery(filter.updatedSince),
    timeslot_start: comparisons(filter.timeslotStart),
    timeslot_end: comparisons(filter.timeslotEnd),
    visibility: filter.visibility,
    organization_id: filter.ownerIds,
    is_virtual: filter.isVirtual,
    high_priority_only: filter.highPriorityOnly,
    event_types: filter.eventTypes,
    event_campaign_id: filter.eventCampaignId,
    approval_status: filter.approvalStatus,
    state: filter.state,
    zipcode: filter.zipcode,
    max_dist: filter.maxDistanceMiles,
    exclude_full: filter.excludeFull,
    tag_id: filter.tagIds,
  };
}

/**
 * Whole seconds, rounded down so that nothing of the second in which something changed is missed. Whether the server includes that
 * second is not documented: callers go back further than they need.
 */
export function updatedSinceQuery(updatedSince: Date | undefined): QueryParameters {
  return { updated_since: updatedSince === undefined ? undefined : toUnixSeconds(updatedSince) };
}

/** `{ gte, lt }` becomes `gte_…` and `lt_…`, one value of the repeated parameter each. */
function comparisons(comparison: TimeComparison | undefined): readonly string[] | undefined {
  if (comparison === undefined) return undefined;
  return (['gte', 'gt', 'lte', 'lt'] as const).flatMap((operator) => {
    const bound = comparison[operator];
    if (bound === undefined) return [];
    return `${operator}_${bound === 'now' ? 'now' : toUnixSeconds(bound)}`;
  });
}

/** @throws RangeError for an invalid date, which would turn into a filter that the server ignores. */
function toUnixSeconds(date: Date): number {
  if (Number.isNaN(date.getTime())) throw new RangeError('a filter holds an invalid date');
  return Math.floor(date.getTime() / 1000);
}
