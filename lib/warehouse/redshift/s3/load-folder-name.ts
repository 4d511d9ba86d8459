import { randomBytes } from 'node:crypto';

/** All keys of ours begin with this, behind the prefix that the user chose. */
export const OUR_FOLDER = 'movement-etl/';

const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{12}\//;

/** A name for the folder of one load, told from all others, that says when it began: `20261121T045449Z-3f9ab2c1d4e5/`. */
export function createFolderName(now: Date): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(6).toString('hex')}/`;
}

/** When the load began in whose folder a key is; undefined: the key is none of ours. */
export function startOfLoad(keyInOurFolder: string): Date | undefined {
  const match = NAME.exec(keyInOurFolder);
  if (match === null) return undefined;
  const [year, month, day, hours, minutes, seconds] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return new Date(Date.UTC(year, month - 1, day, hours, minutes, seconds));
}
