export type {
  ActionNetwork,
  ActionNetworkOptions,
  PersonWrite,
  TaggingsOf,
  WrittenPerson,
} from './action-network.ts';
export { createActionNetwork } from './client.ts';
export { type FieldDifference, findDifferences, type KeptField } from './differences.ts';
export {
  type PersonCondition,
  type PersonFilterField,
  type PersonFilterOperator,
  toFilterExpression,
} from './person-filter.ts';
export type { PersonChanges, PersonInput } from './person-input.ts';
export { type ActionNetworkPhone, toActionNetworkPhone } from './phone.ts';
export type { Person, Tag, Tagging } from './schema.ts';
