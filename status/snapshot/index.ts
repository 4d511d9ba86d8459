export { readSnapshot, type SnapshotOptions } from './read-snapshot.ts';
export {
  type Backlog,
  type Day,
  type FailingPeople,
  type JobStatus,
  needsSomebody,
  type Rejection,
  type Run,
  type RunState,
  type Snapshot,
} from './snapshot.ts';
export { SnapshotSource } from './snapshot-source.ts';
