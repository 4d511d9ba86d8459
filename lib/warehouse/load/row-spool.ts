import { Buffer } from 'node:buffer';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermanentError } from '../../errors/index.ts';

/**
 * Encoded rows in a temporary file, for loads that know the types of their columns only after the last row. The file
 * loses its name as soon as it is open, so it goes even when the process is killed.
 */
export class RowSpool implements AsyncDisposable {
  readonly #file: FileHandle;
  readonly #lengths: number[] = [];

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Writes all chunks to a new file. @throws what the chunks throw; the file is gone then. */
  static async fill(chunks: AsyncIterable<Buffer>): Promise<RowSpool> {
    const spool = new RowSpool(await openNamelessFile());
    try {
      for await (const chunk of chunks) {
        await spool.#file.appendFile(chunk);
        spool.#lengths.push(chunk.length);
      }
      return spool;
    } catch (error) {
      await spool[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** What was written, from the beginning, in the same chunks. */
  async *chunks(): AsyncGenerator<Buffer, void, undefined> {
    let position = 0;
    for (const length of this.#lengths) {
      const { bytesRead, buffer } = await this.#file.read(Buffer.allocUnsafe(length), 0, length, position);
      if (bytesRead < length) throw new PermanentError('the temporary file with the rows ends too early');
      position += length;
      yield buffer;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}

async function openNamelessFile(): Promise<FileHandle> {
  const directory = await mkdtemp(join(tmpdir(), 'movement-etl-'));
  try {
    return await open(join(directory, 'rows.csv'), 'wx+', 0o600);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
