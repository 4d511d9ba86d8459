import type { Writable } from 'node:stream';
import { toJson } from '../json.ts';
import { cellsOf } from '../row.ts';
import type { RowSource } from '../row-source.ts';
import { writeText } from './text-file.ts';
import { requireValidDate } from './valid-date.ts';

/** Returns the number of rows written. Every line, also the last, ends with a line feed. */
export async function toJsonLines(input: RowSource<object>, target: string | Writable): Promise<number> {
  let rowCount = 0;
  await writeText(jsonText(), target);
  return rowCount;

  async function* jsonText(): AsyncGenerator<string> {
    for await (const batch of input.batches()) {
      let text = '';
      for (const row of batch) {
        rowCount += 1;
        for (const column in row) requireValidDate(cellsOf(row)[column], rowCount, column);
        text += `${toJson(row)}\n`;
      }
      yield text;
    }
  }
}
