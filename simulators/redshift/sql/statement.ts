import type { ParseResult } from 'libpg-query';

/** A node of the syntax tree of PostgreSQL's own parser; its fields are those of `@pgsql/types`. */
export type Node = Readonly<Record<string, unknown>>;

/** One statement with what the refusals ask about it. */
export interface Statement {
  /** `SelectStmt`, `InsertStmt`, … */
  readonly kind: string;
  readonly root: Node;
  /** All nodes of a kind anywhere in the statement, for example `FuncCall`. */
  nodes(kind: string): readonly Node[];
  /** Whether a transaction block is open, or other statements come with this one. */
  readonly inBlock: boolean;
  /** Whether it comes by the extended protocol. */
  readonly isPrepared: boolean;
  readonly hasOpenCursor: boolean;
  /** Words in no quotes and not behind a dot or AS, in lower case; the parser does not tell which names were quoted. */
  readonly bareWords: ReadonlySet<string>;
}

export type Situation = Pick<Statement, 'inBlock' | 'isPrepared' | 'hasOpenCursor'>;

/** Makes a statement of what the parser found; undefined when there is none. */
export function createStatement(
  parsed: ParseResult,
  situation: Situation & Pick<Statement, 'bareWords'>,
): Statement | undefined {
  const [entry] = Object.entries((parsed.stmts?.[0]?.stmt ?? {}) as Node);
  if (entry === undefined) return undefined;
  const byKind = new Map<string, Node[]>();
  collect({ [entry[0]]: entry[1] }, byKind);
  return {
    kind: entry[0],
    root: entry[1] as Node,
    nodes: (kind) => byKind.get(kind) ?? [],
    ...situation,
  };
}

/** Where the field says of which kind a node is, the parser does not repeat it. */
const KINDS_OF_FIELDS: Readonly<Record<string, string>> = {
  typeName: 'TypeName',
  returningClause: 'ReturningClause',
  onConflictClause: 'OnConflictClause',
};

function collect(value: unknown, found: Map<string, Node[]>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
    return;
  }
  if (!isNode(value)) return;
  for (const [key, child] of Object.entries(value)) {
    const kind = KINDS_OF_FIELDS[key] ?? key;
    if (isNode(child)) {
      const known = found.get(kind);
      if (known === undefined) found.set(kind, [child]);
      else known.push(child);
    }
    collect(child, found);
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that is a list of nodes. */
export function listOf(node: Node | undefined, field: string): readonly Node[] {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** A field that is a node. */
export function nodeOf(node: Node | undefined, field: string): Node | undefined {
  const value = node?.[field];
  return isNode(value) ? value : undefined;
}

/** The last part of a name like `pg_catalog.int8`, in lower case as the parser has it. */
export function lastName(names: readonly Node[]): string {
  const text = nodeOf(names.at(-1), 'String')?.sval;
  return typeof text === 'string' ? text : '';
}

/** The names of all functions that are called. */
export function calledFunctions(statement: Statement): readonly string[] {
  return statement.nodes('FuncCall').map((call) => lastName(listOf(call, 'funcname')));
}

/** Tables that a statement reads, or changes by reading them; those that a WITH names are left out. */
export function readTables(statement: Statement): readonly Node[] {
  const own = new Set(statement.nodes('CommonTableExpr').map(({ ctename }) => ctename));
  const target = nodeOf(statement.root, 'relation');
  const targets =
    ['UpdateStmt', 'DeleteStmt', 'MergeStmt'].includes(statement.kind) && target ? [target] : [];
  return [...statement.nodes('RangeVar'), ...targets].filter(
    ({ relname, schemaname }) => schemaname !== undefined || !own.has(relname),
  );
}

const SYSTEM_NAME = /^(pg|stl|stv|svl|svv|svcs|sys)_/;

/** Whether it is a table of the system, which only the leader node has. */
export function isSystemTable({ schemaname, relname }: Node): boolean {
  if (schemaname === 'pg_catalog' || schemaname === 'information_schema') return true;
  return schemaname === undefined && SYSTEM_NAME.test(String(relname));
}
