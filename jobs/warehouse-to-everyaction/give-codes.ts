import { createHash } from 'node:crypto';
import type { EveryAction } from '@movement-etl/lib/connectors/everyaction';
import { type Result, resultOfError, standingOf } from '@movement-etl/lib/delivery';
import { type EveryActionAttempt, giftKey, type KnownAttempt } from './attempt-log.ts';
import type { CodeToGive } from './codes.ts';

/** A code that somebody is to get now. */
export interface DueGift {
  readonly vanid: number;
  readonly code: CodeToGive;
  readonly payloadHash: string;
  readonly attempt: number;
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
    return standing === 'due' ? [{ vanid, code, payloadHash, attempt: (last?.attempt ?? 0) + 1 }] : [];
  });
}

/**
 * Gives one code; what EveryAction says of this person is the outcome.
 *
 * @throws what `resultOfError` passes on.
 */
export async function giveCode(everyAction: EveryAction, gift: DueGift): Promise<EveryActionAttempt> {
  return { ...gift, ...(await apply(everyAction, gift)), date: new Date() };
}

async function apply(everyAction: EveryAction, { vanid: vanId, code }: DueGift): Promise<Result> {
  try {
    if (code.kind === 'source code') await everyAction.applyCode({ vanId, codeId: code.id });
    else await everyAction.applyActivistCode({ vanId, activistCodeId: code.id });
    return { outcome: 'synced', errors: null, httpStatus: 204 };
  } catch (error) {
    return resultOfError(error);
  }
}
