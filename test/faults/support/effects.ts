import { END_OF_COPY, type Statement, type StatementPhase } from '../../support/postgres-proxy.ts';

export type Verdict = 'go' | 'drop';

/** Where a run is disturbed: around its nth effect, counted from 1. */
export interface Point {
  readonly nth: number;
  /** `before`: it has not reached the other side. `after`: it has happened there, and the job does not know yet. */
  readonly phase: StatementPhase;
}

interface Strike extends Point {
  /** Called when the point is reached; nothing goes on there until it says how. */
  readonly strike: () => Verdict | Promise<Verdict>;
}

/**
 * All that one run does to the world, in one count: every HTTP request that reaches a simulator, and every message to the
 * database that changes something. A kill beside a read is the same as one beside the next effect.
 */
export class Effects {
  /** In words, in their order. */
  readonly seen: string[] = [];
  readonly #numbers = new WeakMap<object, number>();
  readonly #strike: Strike | undefined;
  #isReached = false;
  #isSilent = false;

  constructor(strike?: Strike) {
    this.#strike = strike;
  }

  /** Whether the run came to the point. */
  get isReached(): boolean {
    return this.#isReached;
  }

  /** From now on nothing gets through any more, in neither direction: the job is dead. */
  silence(): void {
    this.#isSilent = true;
  }

  request(request: { readonly method: string; readonly path: string }, phase: StatementPhase) {
    return this.#pass(request, `${request.method} ${request.path}`, phase);
  }

  statement(statement: Statement, phase: StatementPhase) {
    if (changesSomething(statement.sql)) return this.#pass(statement, wordsOf(statement.sql), phase);
    return this.#isSilent ? 'drop' : 'go';
  }

  /** @param effect The same object in both phases. */
  #pass(effect: object, words: string, phase: StatementPhase): Verdict | Promise<Verdict> {
    if (this.#isSilent) return 'drop';
    if (phase === 'before') this.#numbers.set(effect, this.seen.push(words));
    const strike = this.#strike;
    if (strike?.phase !== phase || strike.nth !== this.#numbers.get(effect)) return 'go';
    this.#isReached = true;
    return strike.strike();
  }
}

const READS = /^(SELECT|SHOW|SET|BEGIN|START|DECLARE|FETCH|CLOSE|LOCK|ROLLBACK)\b/i;
const WRITES_BEHIND_WITH = /\b(INSERT|UPDATE|DELETE)\b/i;

function changesSomething(sql: string): boolean {
  const words = wordsOf(sql);
  if (/^WITH\b/i.test(words)) return WRITES_BEHIND_WITH.test(sql);
  return sql === END_OF_COPY || !READS.test(words);
}

/** The beginning of a statement, without comments before it. */
function wordsOf(sql: string): string {
  return sql
    .replace(/^(\s|--.*\n)+/, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 60);
}
