import type { LeaseStore, OpenContext, RunHistory } from '@movement-etl/lib/job';
import { FakeHistory, FakeLeaseStore } from './fakes.ts';

/** What the job of the README talks to, as small as it can be. */
export function connectMobilize(_settings: object, _options: Pick<OpenContext, 'logger' | 'signal'>) {
  return { isKeyValid: async () => true, events: () => [{ id: 1 }, { id: 2 }] };
}

export async function openWarehouse() {
  const store = new FakeLeaseStore();
  const history: RunHistory = new FakeHistory();
  const tx = {
    execute: async () => ({ rowCount: 0 }),
    async upsert(rows: readonly object[], onRows: (rowCount: number) => void) {
      onRows(rows.length);
      return { read: rows.length, written: rows.length };
    },
  };
  return {
    history,
    lease: (_target: string): LeaseStore => store,
    transaction: <T>(work: (transaction: typeof tx) => Promise<T>) => work(tx),
    close: async () => {},
  };
}
