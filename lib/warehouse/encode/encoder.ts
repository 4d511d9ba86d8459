/** What the encoders of one load share. */
export interface EncodeState {
  /** Why the last value was refused, for people, without the value; set whenever an encoder answers undefined. */
  reason: string;
  /** Characters replaced by U+FFFD so far. */
  replacedCharacters: number;
}

/** Makes one CSV field of a value that is not null; undefined: the value does not fit the column, see `state.reason`. */
export type Encoder = (value: unknown, state: EncodeState) => string | undefined;

/** Refuses a value: `return refuse(state, 'is not a whole number')`. */
export function refuse(state: EncodeState, reason: string): undefined {
  state.reason = reason;
  return undefined;
}
