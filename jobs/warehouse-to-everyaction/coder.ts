import { type EveryAction, isMatchable } from '@movement-etl/lib/connectors/everyaction';
import { standingOf } from '@movement-etl/lib/delivery';
import type { JobRun } from '@movement-etl/lib/job';
import type { Session } from '@movement-etl/lib/warehouse';
import { type EveryActionAttempt, type KnownAttempt, lastGifts } from './attempt-log.ts';
import { type CodeToGive, describeCode } from './codes.ts';
import { dueGifts, giveCode } from './give-codes.ts';
import { lookUpPerson, toPersonToMatch } from './look-up-person.ts';
import type { PersonWithHistory } from './people-with-history.ts';

export interface CoderOptions {
  readonly warehouse: Session;
  readonly everyAction: EveryAction;
  readonly codes: readonly CodeToGive[];
  readonly findOrCreate: boolean;
  readonly retryFailed: boolean;
}

type Attempts = readonly EveryActionAttempt[];

/**
 * Does for each person what is due, and counts it; a dry run only says what would be done. Each method answers what is new
 * for the log. Remembers about 50 bytes a person where people are looked up, because two of them may turn out to be one.
 */
export class Coder {
  readonly #options: CoderOptions;
  readonly #run: Pick<JobRun, 'counts' | 'dryRun' | 'print'>;
  readonly #taken = new Set<number>();
  /** What the counts of the run do not tell. */
  readonly tally = { withoutVanid: 0, found: 0, created: 0 };

  constructor(options: CoderOptions, run: Pick<JobRun, 'counts' | 'dryRun' | 'print'>) {
    this.#options = options;
    this.#run = run;
  }

  async code(person: PersonWithHistory): Promise<Attempts> {
    const { vanid, occurrences } = person;
    if (vanid === null && !this.#options.findOrCreate) return this.#leave(occurrences);
    this.#run.counts.add({ read: occurrences, duplicates: occurrences - 1 });
    return vanid === null ? await this.#codeUnknown(person) : await this.#codeKnown(vanid, person.gifts);
  }

  /** Nothing tells rows without a vanid apart, so all of them come as one. */
  #leave(rowCount: number): Attempts {
    this.tally.withoutVanid += rowCount;
    this.#run.counts.add({ read: rowCount, skipped: rowCount });
    return [];
  }

  async #codeUnknown(person: PersonWithHistory): Promise<Attempts> {
    const { lookUp, person_key: payloadHash } = person;
    const { everyAction, retryFailed } = this.#options;
    if (lookUp?.outcome === 'synced' && lookUp.vanid !== null) return await this.#codeFound(lookUp.vanid);
    if (lookUp !== undefined && standingOf(lookUp, { payloadHash, retryFailed }) !== 'due') {
      this.#run.counts.add({ skipped: 1 });
      return [];
    }
    if (this.#run.dryRun) return await this.#foresee(person);

    const attempt = await lookUpPerson(everyAction, person, lookUp);
    if (attempt.vanid === null) {
      this.#run.counts.add(attempt.outcome === 'skipped' ? { skipped: 1 } : { failed: 1 });
      return [attempt];
    }
    this.tally[attempt.httpStatus === 201 ? 'created' : 'found'] += 1;
    return [attempt, ...(await this.#codeFound(attempt.vanid))];
  }

  /** The page of the log that came with the person was read before anybody knew this vanid. */
  async #codeFound(vanid: number): Promise<Attempts> {
    return await this.#codeKnown(vanid, await lastGifts(this.#options.warehouse, [vanid]));
  }

  async #codeKnown(vanid: number, known: ReadonlyMap<string, KnownAttempt>): Promise<Attempts> {
    const { everyAction, codes, findOrCreate, retryFailed } = this.#options;
    if (findOrCreate && this.#taken.has(vanid)) {
      this.#run.counts.add({ duplicates: 1 });
      return [];
    }
    if (findOrCreate) this.#taken.add(vanid);
    const gifts = dueGifts(vanid, codes, known, retryFailed);
    if (gifts.length === 0) {
      this.#run.counts.add({ skipped: 1 });
      return [];
    }
    if (this.#run.dryRun) {
      for (const { code } of gifts) this.#run.print(`would give person ${vanid} ${describeCode(code)}`);
      this.#run.counts.add({ written: 1 });
      return [];
    }
    const attempts: EveryActionAttempt[] = [];
    for (const gift of gifts) attempts.push(await giveCode(everyAction, gift));
    const isDone = attempts.every(({ outcome }) => outcome === 'synced');
    this.#run.counts.add(isDone ? { written: 1 } : { failed: 1 });
    return attempts;
  }

  /** What a dry run can say of somebody without a vanid: finding people writes nothing, making them does. */
  async #foresee(person: PersonWithHistory): Promise<Attempts> {
    const toMatch = toPersonToMatch(person);
    if (!isMatchable(toMatch)) {
      this.#run.counts.add({ skipped: 1 });
      return [];
    }
    const vanid = await this.#options.everyAction.findPerson(toMatch);
    if (vanid !== undefined) return await this.#codeFound(vanid);
    const codes = this.#options.codes.map(describeCode).join(' and ');
    this.#run.print(`would make a new person and give them ${codes}`);
    this.#run.counts.add({ written: 1 });
    return [];
  }
}
