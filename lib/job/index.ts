export type { Transaction } from '../lease/index.ts';
export {
  LEASE_TTL_SECONDS,
  type Lease,
  type LeaseAnswer,
  type LeaseClaim,
  type LeaseHolder,
  type LeaseStore,
} from '../lease/index.ts';
export type { Alert, AlertOccasion } from './alert.ts';
export { checkThat } from './check-that.ts';
export { EXIT_CODE_MEANINGS, EXIT_CODES, type ExitCode } from './exit-codes.ts';
export { type CheckResult, defineJob, type Job, type OpenContext } from './job.ts';
export type { JobHost, OutputStream, ProcessSignals } from './job-host.ts';
export type { JobRun, Step } from './job-run.ts';
export { processHost } from './process-host.ts';
export { COUNT_NAMES, type CountName, type Counts, RunCounts } from './run-counts.ts';
export type { PreviousRun, RunHistory, RunRecord } from './run-history.ts';
export { runJob } from './run-job.ts';
export type { RunStatus, RunSummary, RunSummaryError, StepSummary } from './run-summary.ts';
