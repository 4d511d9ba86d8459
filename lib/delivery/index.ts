export { deliverRows, type RowDelivery } from './deliver-rows.ts';
export {
  type DeliveryChoices,
  type DeliveryRun,
  deliverWithLog,
  type LoggedDelivery,
  type LoggedRow,
} from './deliver-with-log.ts';
export {
  type Answer,
  type Attempted,
  type Call,
  type CallResult,
  DeliveryLog,
  type DeliveryLogOptions,
  type LogKeeper,
  type LogTransaction,
} from './delivery-log.ts';
export { FailureGuard } from './failure-guard.ts';
export { type OutcomeWord, type Result, resultOfError } from './outcome.ts';
export type { RowDifference } from './row-difference.ts';
export { type LastAttempt, type Standing, standingOf } from './standing.ts';
export { type Attempt, storeOutcomes } from './store-outcomes.ts';
