import { PermanentError } from '../../errors/index.ts';
import { missingColumnsError, requireDistinctNames } from '../columns.ts';
import { openReading } from '../reading.ts';
import { cellsOf, createRowMaker, type Row } from '../row.ts';
import { createRowSource, type RowSource } from '../row-source.ts';

export interface MapColumnsOptions {
  /** Default true. False: letters and digits count only, without case (`First Name` is `first_name`). */
  readonly exact?: boolean;
  /** A new column for which none of the candidates is there: fail (default), or add it with nulls. */
  readonly missing?: 'fail' | 'add';
}

export interface MatchColumnsOptions {
  /** Default false: letters and digits count only, without case (`First Name` is `first_name`). */
  readonly exact?: boolean;
  /** Columns that were not asked for. Default: remove, as in Parsons. */
  readonly extra?: 'remove' | 'keep' | 'fail';
  /** Columns that were asked for and are not there. Default: add with nulls, as in Parsons. */
  readonly missing?: 'add' | 'fail';
}

/** New columns, and from which column of the input each comes; undefined where from none. */
type Mapping = ReadonlyMap<string, string | undefined>;

/** Gives one of several possible names (files from different vendors) the one name wanted; other columns stay. */
export function mapColumns<R extends object>(
  input: RowSource<R>,
  candidates: Readonly<Record<string, readonly string[]>>,
  { exact = true, missing = 'fail' }: MapColumnsOptions,
): RowSource<Row> {
  requireDistinctNames('mapColumns', Object.keys(candidates));
  return remap(input, (columns) => {
    const sources = new Map<string, string>();
    const added: string[] = [];
    for (const [target, names] of Object.entries(candidates)) {
      const found = columns.filter((column) =>
        [target, ...names].some((name) => isAlike(name, column, exact)),
      );
      if (found.length > 1) throw ambiguousError('mapColumns', target, found);
      if (found[0] !== undefined) sources.set(found[0], target);
      else if (missing === 'add') added.push(target);
      else throw missingColumnsError('mapColumns', names, columns);
    }
    const targets = columns.map((column) => sources.get(column) ?? column);
    requireDistinctNames('mapColumns', [...targets, ...added]);
    return new Map([
      ...targets.map((target, index) => [target, columns[index]] as const),
      ...added.map((target) => [target, undefined] as const),
    ]);
  });
}

/** Brings a table to the columns wanted, in that order. */
export function matchColumns<R extends object>(
  input: RowSource<R>,
  wanted: readonly string[],
  { exact = false, extra = 'remove', missing = 'add' }: MatchColumnsOptions,
): RowSource<Row> {
  requireDistinctNames('matchColumns', wanted);
  return remap(input, (columns) => {
    const mapping = new Map<string, string | undefined>();
    for (const name of wanted) mapping.set(name, findAlike(name, columns, exact));
    const lacking = wanted.filter((name) => mapping.get(name) === undefined);
    if (missing === 'fail' && lacking.length > 0) throw missingColumnsError('matchColumns', lacking, columns);
    const used = new Set(mapping.values());
    const unasked = columns.filter((column) => !used.has(column));
    if (extra === 'fail' && unasked.length > 0) throw unaskedError(unasked);
    if (extra === 'keep') for (const column of unasked) mapping.set(column, column);
    return mapping;
  });
}

/** Streams where the columns of the input are known; otherwise puts the rows aside first (openReading). */
function remap<R extends object>(
  input: RowSource<R>,
  mapOnto: (columns: readonly string[]) => Mapping,
): RowSource<Row> {
  return createRowSource({
    columns: async () => {
      const known = await input.columns();
      return known && [...mapOnto(known).keys()];
    },
    batches: async function* () {
      const known = await input.columns();
      await using reading = await openReading(input);
      // Without rows nothing can be said of columns that nobody declared.
      if (known === undefined && reading.columns.length === 0) return;
      const mapping = [...mapOnto(reading.columns)];
      const emptyRow = createRowMaker(mapping.map(([target]) => target));
      for await (const batch of reading.batches())
        yield batch.map((row) => remapped(row, mapping, emptyRow()));
    },
  });
}

function remapped(row: object, mapping: readonly (readonly [string, string | undefined])[], next: Row): Row {
  const cells = cellsOf(row);
  for (const [target, source] of mapping) {
    if (source !== undefined) next[target] = cells[source] ?? null;
  }
  return next;
}

/** The column of exactly this name before one that is only alike. */
function findAlike(name: string, columns: readonly string[], exact: boolean): string | undefined {
  if (columns.includes(name)) return name;
  const alike = columns.filter((column) => isAlike(name, column, exact));
  if (alike.length > 1) throw ambiguousError('matchColumns', name, alike);
  return alike[0];
}

function isAlike(name: string, column: string, exact: boolean): boolean {
  return exact ? name === column : lettersOf(name) === lettersOf(column);
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function ambiguousError(verb: string, target: string, found: readonly string[]): PermanentError {
  return new PermanentError(
    `${verb}: ${found.join(' and ')} could both become ${target}; remove or rename one, or use coalesceColumns`,
    { facts: { verb, target } },
  );
}

function unaskedError(unasked: readonly string[]): PermanentError {
  return new PermanentError(`matchColumns: unexpected column ${unasked.join(', ')}`, {
    facts: { verb: 'matchColumns' },
  });
}
