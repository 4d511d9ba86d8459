import { z } from 'zod';
import { matches, requestMatch } from './faults.ts';
import type { RequestInfo } from './journal.ts';
import type { Phase } from './options.ts';

/** Which request is to wait, and when: before its effect, or with the effect in place and the answer unsent. */
export const holdRule = z.strictObject({
  match: requestMatch.default({}),
  /** The n-th matching request, counted from 1; unset: every one. */
  nth: z.int().positive().optional(),
  phase: z.enum(['before', 'after']).default('before'),
});
export type NewHoldRule = z.input<typeof holdRule>;

interface Hold extends z.output<typeof holdRule> {
  readonly id: number;
  seen: number;
  readonly waiting: Map<number, (verdict: 'go' | 'drop') => void>;
}

export interface HoldView extends z.output<typeof holdRule> {
  readonly id: number;
  readonly seen: number;
  /** Numbers (see the journal) of the requests that are waiting now. */
  readonly waiting: readonly number[];
}

/** Lets a test stop a request at an exact point, look around or kill the caller, and let it go on or drop it. */
export interface Holds {
  add(rule: NewHoldRule): HoldView;
  all(): readonly HoldView[];
  /** Ends the rule (all rules without an id); what waits goes on, or is dropped. */
  release(options?: { readonly id?: number; readonly drop?: boolean }): void;
  /** Waits while a rule holds this request. */
  pass(request: RequestInfo, phase: Phase): Promise<'go' | 'drop'>;
}

export function createHolds(): Holds {
  let holds: Hold[] = [];
  let lastId = 0;
  const view = (hold: Hold): HoldView => ({ ...hold, waiting: [...hold.waiting.keys()] });

  return {
    add: (rule) => {
      const hold: Hold = { ...holdRule.parse(rule), id: ++lastId, seen: 0, waiting: new Map() };
      holds.push(hold);
      return view(hold);
    },
    all: () => holds.map(view),
    release: ({ id, drop = false } = {}) => {
      const ended = holds.filter((hold) => id === undefined || hold.id === id);
      holds = holds.filter((hold) => !ended.includes(hold));
      for (const hold of ended) for (const go of hold.waiting.values()) go(drop ? 'drop' : 'go');
    },
    pass: async (request, phase) => {
      for (const hold of holds) {
        if (hold.phase !== phase || !matches(hold.match, request)) continue;
        hold.seen += 1;
        if (hold.nth !== undefined && hold.seen !== hold.nth) continue;
        return new Promise((resolve) => hold.waiting.set(request.number, resolve));
      }
      return 'go';
    },
  };
}
