import { type EveryAction, isMatchable } from '@movement-etl/lib/connectors/everyaction';
import { type DeliveryLog, standingOf } from '@movement-etl/lib/delivery';
import type { JobRun } from '@movement-etl/lib/job';
import type { Session } from '@movement-etl/lib/warehouse';
import { type KnownAttempt, lastGifts } from './attempt-log.ts';
import { type CodeToGive, describeCode } from './codes.ts';
import { type DueGift, dueGifts, giveCode } from './give-codes.ts';
import { lookUpOf, lookUpPerson, toPersonToMatch } from './look-up-person.ts';
import type { PersonWithHistory } from './people-with-history.ts';

export interface CoderOptions {
  readonly warehouse: Session;
  readonly everyAction: EveryAction;
  /** Where calls and their ends are recorded. A dry run makes none. */
  readonly log: Pick<DeliveryLog, 'call' | 'skip'>;
  readonly codes: readonly CodeToGive[];
  readonly findOrCreate: boolean;
  readonly retryFailed: boolean;
}

const TOO_LITTLE_KNOWN = 'neither an e-mail address, nor both names and a usable phone number';

type CoderRun = Pick<JobRun, 'counts' | 'dryRun' | 'limit' | 'print'>;

/**
 * Does for each person what is due, and counts it; a dry run only says what would be done. Remembers about 50 bytes a person
 * where people are looked up, because two of them may turn out to be one.
 */
export class Coder {
  readonly #options: CoderOptions;
  readonly #run: CoderRun;
  readonly #taken = new Set<number>();
  #actedOn = 0;
  /** What the counts of the run do not tell. */
  readonly tally = { withoutVanid: 0, found: 0, created: 0 };

  constructor(options: CoderOptions, run: CoderRun) {
    this.#options = options;
    this.#run = run;
  }

  /** As many people were acted on as the run may; those who are left alone do not count. */
  get isLimitReached(): boolean {
    return this.#actedOn === this.#run.limit;
  }

  async code(person: PersonWithHistory): Promise<void> {
    if (person.vanid !== null) await this.#code(person.vanid, person, person.gifts);
    else if (this.#options.findOrCreate) await this.#codeUnknown(person);
    else this.#leave(person.occurrences);
  }

  /** Nothing tells rows without a vanid apart, so all of them come as one. */
  #leave(rowCount: number): void {
    this.tally.withoutVanid += rowCount;
    this.#run.counts.add({ read: rowCount, skipped: rowCount });
  }

  async #codeUnknown(person: PersonWithHistory): Promise<void> {
    const { lookUp, person_key: payloadHash } = person;
    const { everyAction, log, retryFailed } = this.#options;
    if (lookUp?.outcome === 'synced' && lookUp.vanid !== null) {
      return await this.#codeFound(lookUp.vanid, person);
    }
    if (lookUp !== undefined && standingOf(lookUp, { payloadHash, retryFailed }) !== 'due') {
      return this.#count(person, { skipped: 1 });
    }
    const attempted = lookUpOf(person, lookUp);
    if (!isMatchable(toPersonToMatch(person))) {
      if (!this.#run.dryRun) await log.skip(attempted, TOO_LITTLE_KNOWN);
      return this.#count(person, { skipped: 1 });
    }
    if (!this.#takePlace()) return;
    if (this.#run.dryRun) return await this.#foresee(person);

    const send = () => lookUpPerson(everyAction, person);
    const { outcome, httpStatus, ownColumns } = await log.call(attempted, { send });
    if (outcome !== 'synced') return this.#count(person, { failed: 1 });
    this.tally[httpStatus === 201 ? 'created' : 'found'] += 1;
    await this.#codeFound(Number(ownColumns.vanid), person, { hasPlace: true });
  }

  /** The page of the log that came with the person was read before anybody knew this vanid. */
  async #codeFound(vanid: number, person: PersonWithHistory, place = { hasPlace: false }): Promise<void> {
    await this.#code(vanid, person, await lastGifts(this.#options.warehouse, [vanid]), place);
  }

  async #code(
    vanid: number,
    person: PersonWithHistory,
    known: ReadonlyMap<string, KnownAttempt>,
    { hasPlace }: { readonly hasPlace: boolean } = { hasPlace: false },
  ): Promise<void> {
    const { codes, findOrCreate, retryFailed } = this.#options;
    if (findOrCreate && this.#taken.has(vanid)) return this.#count(person, { duplicates: 1 });
    if (findOrCreate) this.#taken.add(vanid);
    const gifts = dueGifts(vanid, codes, known, retryFailed);
    if (gifts.length === 0) return this.#count(person, { skipped: 1 });
    if (!hasPlace && !this.#takePlace()) return;
    if (this.#run.dryRun) {
      for (const { code } of gifts) this.#run.print(`would give person ${vanid} ${describeCode(code)}`);
      return this.#count(person, { written: 1 });
    }
    this.#count(person, (await this.#give(gifts)) ? { written: 1 } : { failed: 1 });
  }

  /** Whether all of them could be given. */
  async #give(gifts: readonly DueGift[]): Promise<boolean> {
    const { everyAction, log } = this.#options;
    let isDone = true;
    for (const gift of gifts) {
      const { outcome } = await log.call(gift, { send: () => giveCode(everyAction, gift) });
      isDone &&= outcome === 'synced';
    }
    return isDone;
  }

  /** What a dry run can say of somebody without a vanid: finding people writes nothing, making them does. */
  async #foresee(person: PersonWithHistory): Promise<void> {
    const vanid = await this.#options.everyAction.findPerson(toPersonToMatch(person));
    if (vanid !== undefined) return await this.#codeFound(vanid, person, { hasPlace: true });
    const codes = this.#options.codes.map(describeCode).join(' and ');
    this.#run.print(`would make a new person and give them ${codes}`);
    this.#count(person, { written: 1 });
  }

  /** False: the limit is reached. */
  #takePlace(): boolean {
    if (this.isLimitReached) return false;
    this.#actedOn += 1;
    return true;
  }

  /** The further rows of the same person are duplicates. */
  #count(
    { occurrences }: PersonWithHistory,
    { duplicates = 0, ...outcome }: Partial<Record<'written' | 'skipped' | 'failed' | 'duplicates', number>>,
  ): void {
    this.#run.counts.add({ read: occurrences, duplicates: occurrences - 1 + duplicates, ...outcome });
  }
}
