import { z } from 'zod';
import { apiNames } from './journal.ts';
import type { Random } from './random.ts';

const when = z.enum(['before', 'after']).default('before');

/** Which requests a rule is about; parts left out match everything. */
export const requestMatch = z.strictObject({
  api: z.enum(apiNames).optional(),
  method: z.string().toUpperCase().optional(),
  /** A prefix of the path, or, starting with `^`, a regular expression. */
  path: z.string().optional(),
});
export type RequestMatch = z.infer<typeof requestMatch>;

/** What goes wrong. `when: 'after'` means that the request takes effect first and only its answer is spoilt. */
export const faultAction = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(100).max(599),
    /** Text is sent as it is, anything else as JSON. */
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).default({}),
    when,
  }),
  /** An HTML page of a proxy in front of the API. */
  z.strictObject({ kind: z.literal('html'), status: z.int().min(100).max(599).default(502), when }),
  /** A slow answer; combines with the other kinds. */
  z.strictObject({ kind: z.literal('latency'), ms: z.number().nonnegative() }),
  /** The connection drops; `afterBytes` bytes of the answer's body are sent first. */
  z.strictObject({ kind: z.literal('cut'), when, afterBytes: z.int().nonnegative().optional() }),
  /** The connection drops at once, and the request takes effect so much later. */
  z.strictObject({ kind: z.literal('late'), ms: z.number().nonnegative() }),
  /** A well-formed HTTP answer whose body ends early: `afterBytes` bytes, by default half of it. */
  z.strictObject({ kind: z.literal('truncate'), afterBytes: z.int().nonnegative().optional() }),
  /** No answer ever; the connection stays open until the caller gives up. */
  z.strictObject({ kind: z.literal('stall'), when }),
]);
export type FaultAction = z.output<typeof faultAction>;

/** One line of the plan. Of the matching requests it strikes all, or as `nth`, `every`, `probability` say. */
export const faultRule = z.strictObject({
  match: requestMatch.default({}),
  /** Only the n-th matching request, counted from 1 since the rule was added. */
  nth: z.int().positive().optional(),
  /** Each k-th matching request. */
  every: z.int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
  /** Strikes at most so often. */
  times: z.int().positive().optional(),
  action: faultAction,
});
export type NewFaultRule = z.input<typeof faultRule>;

export interface FaultRule extends z.output<typeof faultRule> {
  readonly id: number;
  /** Matching requests so far. */
  readonly seen: number;
  /** Requests struck so far. */
  readonly struck: number;
}

export interface FaultPlan {
  /** @throws z.ZodError when the rule is not one. */
  add(rule: NewFaultRule): FaultRule;
  all(): readonly FaultRule[];
  /** Without an id: all. */
  remove(id?: number): void;
  /** What this request meets, in the order of the plan; counts it as seen by every rule that it matches. */
  strike(request: { readonly api: string; readonly method: string; readonly path: string }): FaultAction[];
}

/** An empty plan; `random` decides rules with a probability, so that they repeat with the seed. */
export function createFaultPlan({ random }: { readonly random: Random }): FaultPlan {
  let rules: Array<{ -readonly [Key in keyof FaultRule]: FaultRule[Key] }> = [];
  let lastId = 0;

  return {
    add: (rule) => {
      const added = { ...faultRule.parse(rule), id: ++lastId, seen: 0, struck: 0 };
      if (added.match.path?.startsWith('^')) new RegExp(added.match.path);
      rules.push(added);
      return added;
    },
    all: () => rules,
    remove: (id) => {
      rules = id === undefined ? [] : rules.filter((rule) => rule.id !== id);
    },
    strike: (request) => {
      const actions: FaultAction[] = [];
      for (const rule of rules) {
        if (!matches(rule.match, request)) continue;
        rule.seen += 1;
        if (!isDue(rule, random)) continue;
        rule.struck += 1;
        actions.push(rule.action);
      }
      return actions;
    },
  };
}

/** Whether a request is one of those that `match` describes. */
export function matches(
  { api, method, path }: RequestMatch,
  request: { readonly api: string; readonly method: string; readonly path: string },
): boolean {
  if (api !== undefined && api !== request.api) return false;
  if (method !== undefined && method !== request.method) return false;
  if (path === undefined) return true;
  return path.startsWith('^') ? new RegExp(path).test(request.path) : request.path.startsWith(path);
}

function isDue({ nth, every, probability, times, seen, struck }: FaultRule, random: Random): boolean {
  if (times !== undefined && struck >= times) return false;
  if (nth !== undefined && seen !== nth) return false;
  if (every !== undefined && seen % every !== 0) return false;
  return probability === undefined || random.next() < probability;
}
