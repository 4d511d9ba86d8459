export { type DeliveryOptions, deliverRows } from './deliver-rows.ts';
export {
  type DeliveryRun,
  deliverWithLog,
  type LoggedDelivery,
  type LoggedRow,
  type LogKeeper,
  type LogTransaction,
} from './deliver-with-log.ts';
export { FailureGuard } from './failure-guard.ts';
export { type OutcomeWord, type Result, resultOfError } from './outcome.ts';
export { type LastAttempt, type Standing, standingOf } from './standing.ts';
export { type Attempt, storeOutcomes } from './store-outcomes.ts';
