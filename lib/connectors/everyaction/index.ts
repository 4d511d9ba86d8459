export type { DatabaseMode } from './authorization.ts';
export { createEveryAction } from './client.ts';
export type { EveryAction, EveryActionOptions, MatchedPerson } from './everyaction.ts';
export { isMatchable, type PersonToMatch } from './person-to-match.ts';
export { toTenDigits } from './phone.ts';
export type { ActivistCode, Code, KeyProfile } from './schema.ts';
