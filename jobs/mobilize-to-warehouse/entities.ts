import type { Mobilize } from '@movement-etl/lib/connectors/mobilize';
import type { Table } from '@movement-etl/lib/table';
import { flattenAttendance } from './rows/attendance-row.ts';
import { flattenDeletedEvent } from './rows/deleted-event-row.ts';
import { flattenEvent } from './rows/event-row.ts';
import { flattenOrganization } from './rows/organization-row.ts';
import { flattenPerson } from './rows/person-row.ts';

/** A row of one of the tables; which columns it has is its entity's matter. */
export type EntityRow = Readonly<Record<string, unknown>>;

/** What one list of Mobilize is in the warehouse. */
export interface Entity {
  /** The table's name in the schema `mobilize`. */
  readonly name: EntityName;
  /** Which rows are the same. */
  readonly key: readonly string[];
  /** The date by which Mobilize selects changed rows; of several rows with one key the newest by it is kept. */
  readonly changedColumn: string;
  /** The list is the same for every organization, so it is read once. */
  readonly isShared: boolean;
  /** The rows of one organization, all or those changed since a date. */
  read(mobilize: Mobilize, range: ReadRange): Table<EntityRow>;
}

export interface ReadRange {
  readonly organizationId: number;
  readonly updatedSince: Date | undefined;
}

export const ENTITY_NAMES = ['attendances', 'events', 'deleted_events', 'people', 'organizations'] as const;
export type EntityName = (typeof ENTITY_NAMES)[number];

export const ENTITIES: Readonly<Record<EntityName, Entity>> = {
  attendances: defineEntity({
    name: 'attendances',
    key: ['id'],
    changedColumn: 'modified_date',
    list: (mobilize, range) => mobilize.attendances(range),
    flatten: flattenAttendance,
  }),
  events: defineEntity({
    name: 'events',
    key: ['id'],
    changedColumn: 'modified_date',
    list: (mobilize, range) => mobilize.events(range),
    flatten: flattenEvent,
  }),
  deleted_events: defineEntity({
    name: 'deleted_events',
    key: ['id'],
    changedColumn: 'deleted_date',
    list: (mobilize, range) => mobilize.deletedEvents(range),
    flatten: flattenDeletedEvent,
  }),
  people: defineEntity({
    name: 'people',
    // What somebody agreed to is said per organization, so a person is in the table once for each.
    key: ['user_id', 'organization_id'],
    changedColumn: 'modified_date',
    list: (mobilize, range) => mobilize.people(range),
    flatten: flattenPerson,
  }),
  organizations: defineEntity({
    name: 'organizations',
    key: ['id'],
    changedColumn: 'modified_date',
    isShared: true,
    list: (mobilize, { updatedSince }) => mobilize.organizations({ updatedSince }),
    flatten: flattenOrganization,
  }),
};

interface EntityDefinition<Source extends object, Row extends EntityRow> {
  readonly name: EntityName;
  readonly key: readonly (keyof Row & string)[];
  readonly changedColumn: keyof Row & string;
  /** Default false. */
  readonly isShared?: boolean;
  readonly list: (mobilize: Mobilize, range: ReadRange) => Table<Source>;
  readonly flatten: (source: Source | Record<string, never>, organizationId: number) => Row;
}

function defineEntity<Source extends object, Row extends EntityRow>({
  list,
  flatten,
  ...entity
}: EntityDefinition<Source, Row>): Entity {
  // Every row has the columns that an empty one has.
  const columns = Object.keys(flatten({}, 0));
  return {
    isShared: false,
    ...entity,
    read: (mobilize, range) =>
      list(mobilize, range).mapRows((row): EntityRow => flatten(row, range.organizationId), { columns }),
  };
}
