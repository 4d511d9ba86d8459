export {
  LEASE_TTL_SECONDS,
  type Lease,
  type LeaseAnswer,
  type LeaseClaim,
  type LeaseHolder,
  type LeaseStore,
} from './lease-store.ts';
export type { Transaction } from './transaction.ts';
