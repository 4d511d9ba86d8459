import { createHash } from 'node:crypto';
import type { EveryAction } from '@movement-etl/lib/connectors/everyaction';
import { type Answer, type Attempted, standingOf } from '@movement-etl/lib/delivery';
import { giftKey, type KnownAttempt, logColumns } from './attempt-log.ts';
import type { CodeToGive } from './codes.ts';

/** A code that somebody is to get now. */
export interface DueGift extends Attempted {
  readonly vanid: number;
  readonly code: CodeToGive;
}

/** Those of the codes that the person does not have yet by the log, and was not refused for good. */
export function dueGifts(
  vanid: number,
  codes: readonly CodeToGive[],
  known: ReadonlyMap<string, KnownAttempt>,
  retryFailed: boolean,
): readonly DueGift[] {
  return codes.flatMap((code) => {
    const key = giftKey(vanid, code);
    const payloadHash = createHash('md5').update(key).digest('hex');
    const last = known.get(key);
    const standing = standingOf(last ?? { outcome: null, payloadHash: null }, { payloadHash, retryFailed });
    if (standing !== 'due') return [];
    const attempt = (last?.attempt ?? 0) + 1;
    return [{ vanid, code, key, ownColumns: logColumns(vanid, code), payloadHash, attempt }];
  });
}

/** Gives one code. Doing it twice is the same as doing it once. */
export async function giveCode(everyAction: EveryAction, { vanid: vanId, code }: DueGift): Promise<Answer> {
  if (code.kind === 'source code') await everyAction.applyCode({ vanId, codeId: code.id });
  else await everyAction.applyActivistCode({ vanId, activistCodeId: code.id });
  return { httpStatus: 204 };
}
