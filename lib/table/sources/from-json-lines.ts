import { StringDecoder } from 'node:string_decoder';
import { RejectedRowError } from '../../errors/index.ts';
import { type Reject, type RejectOptions, startRejecting } from '../reject.ts';
import { isDict, type Row } from '../row.ts';
import { createRowSource, inBatches, type RowSource } from '../row-source.ts';
import { type DeclaredColumns, declaredColumns } from './from-rows.ts';
import { type Input, readChunks } from './input.ts';

export interface JsonLinesReadOptions<R extends object>
  extends DeclaredColumns,
    Pick<RejectOptions<R>, 'rejected'> {
  /** Checks and types each row, such as `schema.parse`; a row that it throws for is rejected. */
  readonly parse?: (row: unknown) => R;
}

/** One JSON object per line. Streams. A byte order mark is dropped, blank lines are skipped. */
export function fromJsonLines<R extends object>(
  input: Input,
  { parse, rejected, ...declared }: JsonLinesReadOptions<R>,
): RowSource<Row | R> {
  const source: RowSource<Row | R> = createRowSource({
    columns: () => declaredColumns(declared),
    batches: async function* () {
      const toRows = createRowReader(startRejecting({ rejected }, source), parse);
      for await (const lines of readLines(input)) yield* inBatches(toRows(lines));
    },
  });
  return source;
}

function createRowReader<R extends object>(reject: Reject, parse: ((row: unknown) => R) | undefined) {
  let rowNumber = 0;
  return (lines: readonly string[]): (Row | R)[] => {
    const rows: (Row | R)[] = [];
    for (const line of lines) {
      if (line.trim() === '') continue;
      rowNumber += 1;
      try {
        const dict = readDict(line, rowNumber);
        rows.push(parse === undefined ? dict : parse(dict));
      } catch (error) {
        reject(error, {}, rowNumber);
      }
    }
    return rows;
  };
}

function readDict(line: string, rowNumber: number): Row {
  const value = parseJson(line, rowNumber);
  if (isDict(value)) return value;
  throw new RejectedRowError({ rowNumber, reason: 'the line is JSON, but not an object' });
}

function parseJson(line: string, rowNumber: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The message of JSON.parse repeats a part of the line.
    throw new RejectedRowError({ rowNumber, reason: 'the line is not JSON' });
  }
}

async function* readLines(input: Input): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let isFirst = true;
  for await (const chunk of readChunks(input)) {
    let text = decoder.write(chunk);
    if (isFirst && text !== '') {
      text = text.replace(/^\uFEFF/, '');
      isFirst = false;
    }
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines;
  }
  const last = rest + decoder.end();
  if (last !== '') yield [last];
}
