import { close, open, read, write } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { PermanentError } from '../errors/index.ts';
import { ColumnUnion } from './columns.ts';
import { createRowMaker, type Row } from './row.ts';

const openFile = promisify(open);
const writeFile = promisify(write);
const readFile = promisify(read);
const closeFile = promisify(close);

export interface SpoolOptions {
  /** Where the temporary file goes. Default: the system's directory for temporary files. */
  readonly directory?: string | undefined;
  /** Up to this many rows stay in memory and no file is made. Default 10,000. */
  readonly memoryRows?: number | undefined;
}

interface Block {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Rows put aside, to be read any number of times: a few in memory, more in a temporary file.
 *
 * The file loses its name as soon as it is open, so nobody else can read it and nothing stays behind, even when the
 * process is killed. Cells keep their types (dates, bigints, nested values); an undefined cell comes back as left out.
 */
export class Spool<R extends object> implements AsyncDisposable {
  readonly #union = new ColumnUnion();
  readonly #blocks: Block[] = [];
  readonly #directory: string;
  readonly #memoryRows: number;
  #memory: R[][] = [];
  #file: number | undefined;
  #rowCount = 0;
  #closed = false;

  private constructor({ directory = tmpdir(), memoryRows = 10_000 }: SpoolOptions) {
    this.#directory = directory;
    this.#memoryRows = memoryRows;
  }

  /** Reads everything once. @throws PermanentError when the disk refuses or a cell cannot be stored (a function). */
  static async fill<R extends object>(
    batches: AsyncIterable<R[]>,
    options: SpoolOptions = {},
  ): Promise<Spool<R>> {
    const spool = new Spool<R>(options);
    try {
      for await (const batch of batches) await spool.#add(batch);
      return spool;
    } catch (error) {
      await spool.close();
      throw error;
    }
  }

  /** Every column that any row has, in the order in which they were first seen. */
  get columns(): readonly string[] {
    return this.#union.columns;
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  /** One read from the first row. Holds one batch in memory. */
  async *batches(): AsyncGenerator<R[]> {
    this.#requireOpen();
    for (const batch of this.#memory) yield batch.slice();
    for (const block of this.#blocks) {
      this.#requireOpen();
      yield decode(await this.#read(block)) as R[];
    }
  }

  /** Gives back memory and disk. Closing twice is fine. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#memory = [];
    if (this.#file !== undefined) await closeFile(this.#file);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #add(batch: R[]): Promise<void> {
    for (const row of batch) this.#union.add(row);
    this.#rowCount += batch.length;
    if (this.#rowCount <= this.#memoryRows) {
      this.#memory.push(batch.slice());
      return;
    }
    for (const kept of this.#memory) await this.#write(kept);
    this.#memory = [];
    await this.#write(batch);
  }

  async #write(batch: R[]): Promise<void> {
    const data = encode(batch);
    try {
      this.#file ??= await openNamelessFile(this.#directory);
      const last = this.#blocks.at(-1);
      const offset = last === undefined ? 0 : last.offset + last.bytes;
      for (let written = 0; written < data.length; ) {
        const { bytesWritten } = await writeFile(
          this.#file,
          data,
          written,
          data.length - written,
          offset + written,
        );
        written += bytesWritten;
      }
      this.#blocks.push({ offset, bytes: data.length });
    } catch (cause) {
      throw diskError('written', this.#directory, cause);
    }
  }

  async #read({ offset, bytes }: Block): Promise<Buffer> {
    const data = Buffer.allocUnsafe(bytes);
    if (this.#file === undefined) return data;
    for (let done = 0; done < bytes; ) {
      const { bytesRead } = await readFile(this.#file, data, done, bytes - done, offset + done);
      if (bytesRead === 0) throw diskError('read', this.#directory, new Error('it ends too early'));
      done += bytesRead;
    }
    return data;
  }

  #requireOpen(): void {
    if (this.#closed) throw new PermanentError('the materialized table was read after it had been closed');
  }
}

async function openNamelessFile(directory: string): Promise<number> {
  const path = join(directory, `movement-etl-${process.pid}-${crypto.randomUUID()}.spool`);
  const file = await openFile(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

/** Column names once per batch and then the cells, because repeating 60 names per row would be most of the bytes. */
function encode(batch: readonly object[]): Buffer {
  const union = new ColumnUnion();
  for (const row of batch) union.add(row);
  const { columns } = union;
  const cells = (batch as readonly Row[]).map((row) => columns.map((column) => row[column]));
  try {
    return serialize({ columns, cells });
  } catch (cause) {
    throw new PermanentError(
      'a row holds a value that cannot be put aside (a function, symbol or promise); convert that column first',
      { cause },
    );
  }
}

function decode(data: Buffer): Row[] {
  const { columns, cells } = deserialize(data) as { columns: string[]; cells: unknown[][] };
  const emptyRow = createRowMaker(columns);
  return cells.map((values) => {
    const complete = !values.includes(undefined);
    const row: Row = complete ? emptyRow() : {};
    for (let index = 0; index < columns.length; index += 1) {
      const value = values[index];
      if (complete || value !== undefined) row[columns[index] as string] = value;
    }
    return row;
  });
}

function diskError(what: 'written' | 'read', directory: string, cause: unknown): PermanentError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return new PermanentError(`the temporary file of a table cannot be ${what} in ${directory}`, {
    cause,
    facts: { directory, code },
  });
}
