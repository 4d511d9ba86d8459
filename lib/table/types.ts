/** A column of a row type: the names that verbs accept, so that a misspelt one does not compile. */
export type Column<R> = keyof R & string;

/** The same shape, written out as one object type, so that editors show columns and not a chain of operations. */
export type Flat<T> = { [K in keyof T]: T[K] } & {};

/** A row with one column added or given another type. */
export type WithColumn<R, N extends PropertyKey, V> = Flat<WithoutColumns<R, N> & { [K in N]: V }>;

/** A row without some of its columns. Unlike Omit it keeps the stated columns of a row that may have any others too. */
export type WithoutColumns<R, N extends PropertyKey> = { [K in keyof R as Exclude<K, N>]: R[K] };

/** A row under the new names of `M` (old name to new name). */
export type RenamedRow<R, M> = {
  [K in keyof R as K extends keyof M ? (M[K] extends string ? M[K] : K) : K]: R[K];
};

/** Old names to new names. A name that is no column of `R` has the type never, so it does not compile. */
export type RenameMap<R, M> = { readonly [K in keyof M]: K extends keyof R ? string : never };

/** Rows of two tables under one another: a column that only one of them has is null in the rows of the other. */
export type ConcatRow<R, S> = Flat<
  { [K in keyof R]: K extends keyof S ? R[K] | S[K] : R[K] | null } & {
    [K in Exclude<keyof S, keyof R>]: S[K] | null;
  }
>;

/**
 * inner: rows with a match, once per match. left: also rows without one, with null in the columns of the right table.
 * anti: only rows without a match.
 */
export type JoinType = 'inner' | 'left' | 'anti';

/**
 * Rows of a join: the key columns once, then the other columns of the right table. In a left join they are null where
 * nothing matches; an anti join has none.
 */
export type JoinedRow<R, S, K extends PropertyKey, T extends JoinType> = T extends 'anti'
  ? R
  : Flat<R & { [Q in Exclude<keyof S, K>]: T extends 'left' ? S[Q] | null : S[Q] }>;

/** The keys of the dict in a cell; any text where the type of the cell is unknown. */
export type DictKey<D> = unknown extends D ? string : keyof NonNullable<D> & string;

type DictField<D, Q> = Q extends keyof NonNullable<D> ? NonNullable<D>[Q] : unknown;

/** The columns that stated keys of a dict become. */
export type DictColumns<D, K extends string, P extends string> = {
  [Q in K as `${P}${Q}`]: Exclude<DictField<D, Q>, undefined> | null;
};

/** The columns that all keys of a dict become: which rows have which is known only after reading them. */
export type AnyDictColumns<D, P extends string> = unknown extends D
  ? { [Q in `${P}${string}`]: unknown }
  : { [Q in keyof NonNullable<D> as `${P}${Q & string}`]?: NonNullable<D>[Q] };

/** What a list holds; unknown where the type of the cell is unknown. */
export type Element<L> = NonNullable<L> extends readonly (infer E)[] ? E : unknown;

/** The columns that one element of a list becomes: the fields of a dict, or the value itself. */
export type ElementColumns<E, C extends string, P extends string> = unknown extends E
  ? { [Q in `${P}${string}` | C]: unknown }
  : NonNullable<E> extends readonly unknown[] | string | number | boolean | bigint | Date
    ? { [Q in C]: E }
    : { [Q in keyof NonNullable<E> as `${P}${Q & string}`]: NonNullable<E>[Q] };

/** A row of a CSV file. */
export type CsvRow<C extends string, Nulls extends boolean> = {
  [K in C]: Nulls extends true ? string | null : string;
};

/** A row of `coalesceColumns`. */
export type CoalescedRow<R, N extends string, C extends keyof R, Remove extends boolean> = WithColumn<
  Remove extends true ? WithoutColumns<R, C> : R,
  N,
  NonNullable<R[C]> | null
>;

/** A row with or without the column that was unpacked. */
type Kept<R, C extends PropertyKey, Keep extends boolean> = Keep extends true ? R : WithoutColumns<R, C>;

/** A row of `unpackDict`; `K` is never where no keys are stated. */
export type DictUnpackedRow<
  R,
  C extends keyof R,
  K extends string,
  P extends string,
  Keep extends boolean,
> = Flat<Kept<R, C, Keep> & ([K] extends [never] ? AnyDictColumns<R[C], P> : DictColumns<R[C], K, P>)>;

/** A row of `unpackList`; `N` is never where no names are stated. */
export type ListUnpackedRow<R, C extends Column<R>, N extends string, Keep extends boolean> = Flat<
  Kept<R, C, Keep> &
    ([N] extends [never] ? { [K in `${C}_${number}`]?: Element<R[C]> } : { [K in N]: Element<R[C]> | null })
>;

/** A row of `longTable`; `Q` is never where no keys are stated, `N` where no position is wanted. */
export type LongRow<
  R,
  K extends keyof R,
  C extends Column<R>,
  Q extends string,
  P extends string,
  N extends string,
> = Flat<
  Pick<R, K> & { [Place in N]: number } & ([Q] extends [never]
      ? ElementColumns<Element<R[C]>, C, P>
      : DictColumns<Element<R[C]>, Q, P>)
>;

/** A row of `matchColumns`: a column of that name keeps its type; what another one brings is known when it is read. */
export type MatchedRow<R, N extends string> = { [K in N]: K extends keyof R ? R[K] : unknown };

/** A row of `aggregate`: the columns grouped by, then the results. */
export type AggregatedRow<R, C extends keyof R, A> = Flat<
  Pick<R, C> & { [K in keyof A]: A[K] extends { start(): { result(): infer V } } ? V : never }
>;
