import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A JSON file that is always whole: it is written beside its place and moved there. */
export interface StateFile {
  /** Nothing when there is no file yet. @throws Error when the file is not JSON. */
  read(): Promise<unknown>;
  write(state: unknown): Promise<void>;
}

export function createStateFile(path: string): StateFile {
  let lastWrite = Promise.resolve();
  return {
    read: async () => {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (text === undefined) return undefined;
      try {
        return JSON.parse(text);
      } catch (cause) {
        throw new Error(`the state file ${path} is not JSON; remove it to start afresh`, { cause });
      }
    },
    write: (state) => {
      lastWrite = lastWrite.catch(() => undefined).then(() => writeWhole(path, JSON.stringify(state)));
      return lastWrite;
    },
  };
}

/** Writes a file so that a reader, or a crash, never meets half of it. */
export async function writeWhole(path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'w', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
