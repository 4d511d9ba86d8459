import { createRowSource, type RowSource } from '../row-source.ts';

export function tap<R extends object>(
  input: RowSource<R>,
  onBatch: (batch: readonly R[]) => void | Promise<void>,
): RowSource<R> {
  return createRowSource({
    columns: () => input.columns(),
    batches: async function* () {
      for await (const batch of input.batches()) {
        await onBatch(batch);
        yield batch;
      }
    },
  });
}
