import { fieldViolation } from '../google-error.ts';

/** A `fields` mask as a tree; a leaf (an empty tree) selects everything below it, `*` every field. */
export interface FieldTree {
  readonly [field: string]: FieldTree;
}

/**
 * Reads `a,b(c,d/e),f.g`: a dot and a slash both step into a field.
 *
 * @throws GoogleError 400 with `fieldViolations` when brackets or names are malformed.
 */
export function parseFieldMask(text: string): FieldTree {
  const root: MutableTree = {};
  const reader = { text: text.replaceAll(/\s/gu, ''), position: 0 };
  readList(reader, root, text);
  if (reader.position < reader.text.length) throw badMask(text);
  return root;
}

interface MutableTree {
  [field: string]: MutableTree;
}

interface Reader {
  readonly text: string;
  position: number;
}

function readList(reader: Reader, into: MutableTree, whole: string): void {
  do readPath(reader, into, whole);
  while (take(reader, ','));
}

function readPath(reader: Reader, into: MutableTree, whole: string): void {
  let node = into;
  do {
    const name = /^(?:\*|[A-Za-z_][A-Za-z0-9_]*)/u.exec(reader.text.slice(reader.position))?.[0];
    if (name === undefined) throw badMask(whole);
    reader.position += name.length;
    node[name] ??= {};
    node = node[name];
  } while (take(reader, '.') || take(reader, '/'));
  if (!take(reader, '(')) return;
  readList(reader, node, whole);
  if (!take(reader, ')')) throw badMask(whole);
}

function take(reader: Reader, character: string): boolean {
  if (reader.text[reader.position] !== character) return false;
  reader.position++;
  return true;
}

function badMask(field: string): Error {
  return fieldViolation(
    'Request contains an invalid argument.',
    'fields',
    `Error expanding 'fields' parameter. Cannot find matching fields for path '${field}'.`,
  );
}

/** @throws GoogleError 400 when the mask names a field that the schema tree does not know; an empty schema node knows all. */
export function assertKnownFields(mask: FieldTree, schema: FieldTree, path = ''): void {
  for (const [field, below] of Object.entries(mask)) {
    if (field === '*') continue;
    const known = schema[field];
    const fullPath = path === '' ? field : `${path}.${field}`;
    if (known === undefined) throw badMask(fullPath);
    if (Object.keys(known).length > 0) assertKnownFields(below, known, fullPath);
  }
}

export function isLeaf(mask: FieldTree): boolean {
  return Object.keys(mask).length === 0;
}

/** The part of the mask below a field; undefined when the field is not selected. */
export function below(mask: FieldTree | undefined, field: string): FieldTree | undefined {
  if (mask === undefined || isLeaf(mask)) return mask;
  return mask[field] ?? mask['*'];
}

/** What of a JSON value the mask selects; lists are looked through. */
export function selectFields(value: unknown, mask: FieldTree): unknown {
  if (isLeaf(mask) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => selectFields(element, mask));
  const selected: Record<string, unknown> = {};
  for (const [field, content] of Object.entries(value)) {
    const inner = mask[field] ?? mask['*'];
    if (inner !== undefined) selected[field] = selectFields(content, inner);
  }
  return selected;
}
