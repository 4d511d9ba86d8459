import { fieldViolation } from '../../google-error.ts';
import { type FieldTree, isLeaf } from '../field-mask.ts';
import type { CellFormat } from '../model.ts';

/** Fields of CellFormat. Source: Sheets discovery document, revision 20260921. */
const formatFields = new Set([
  'numberFormat',
  'backgroundColor',
  'backgroundColorStyle',
  'borders',
  'padding',
  'horizontalAlignment',
  'verticalAlignment',
  'wrapStrategy',
  'textDirection',
  'textFormat',
  'hyperlinkDisplayType',
  'textRotation',
]);

type Json = Readonly<Record<string, unknown>>;

/** A function that lays the masked fields of a format over another; fields that are masked but not given are removed. */
export function formatPatch(
  given: Json | undefined,
  mask: FieldTree,
): (format: CellFormat | undefined) => CellFormat | undefined {
  for (const field of [...Object.keys(given ?? {}), ...Object.keys(mask)]) {
    if (field !== '*' && !formatFields.has(field)) {
      throw fieldViolation(
        `Invalid JSON payload received. Unknown name "${field}": Cannot find field.`,
        field,
        `Unknown name "${field}"`,
      );
    }
  }
  const clean = pairColours(given ?? {});
  const paired = pairMask(mask);
  return (format) => unlessEmpty(mergeMasked(format ?? {}, clean, paired));
}

function mergeMasked(target: Json, source: Json, mask: FieldTree): Json {
  if (isLeaf(mask) || mask['*'] !== undefined) return source;
  const merged: Record<string, unknown> = { ...target };
  for (const [field, inner] of Object.entries(mask)) {
    const value = isLeaf(inner)
      ? source[field]
      : unlessEmpty(mergeMasked(asObject(target[field]), asObject(source[field]), inner));
    if (value === undefined) delete merged[field];
    else merged[field] = value;
  }
  return merged;
}

/** Each colour exists twice, plain and as a style; writing one of them sets both. */
const colourPairs: Readonly<Record<string, string>> = {
  backgroundColor: 'backgroundColorStyle',
  foregroundColor: 'foregroundColorStyle',
};
const colourOfStyle = Object.fromEntries(
  Object.entries(colourPairs).map(([colour, style]) => [style, colour]),
);

function pairMask(mask: FieldTree): FieldTree {
  const paired: Record<string, FieldTree> = {};
  for (const [field, inner] of Object.entries(mask)) {
    const partner = colourPairs[field] ?? colourOfStyle[field];
    if (partner === undefined) {
      paired[field] = pairMask(inner);
    } else {
      paired[field] = {};
      paired[partner] = {};
    }
  }
  return paired;
}

/** Adds the missing one of each pair of colours and leaves zero channels out of both, as Google answers. */
export function pairColours(value: Json): Json {
  const paired: Record<string, unknown> = {};
  for (const [field, content] of Object.entries(value)) {
    const style = colourPairs[field];
    const colour = colourOfStyle[field];
    if (style !== undefined) {
      const clean = cleanColour(asObject(content));
      paired[field] = clean;
      paired[style] ??= { rgbColor: clean };
    } else if (colour !== undefined) {
      const { rgbColor, ...rest } = asObject(content);
      const clean = rgbColor === undefined ? undefined : cleanColour(asObject(rgbColor));
      paired[field] = clean === undefined ? rest : { ...rest, rgbColor: clean };
      if (clean !== undefined) paired[colour] = clean;
    } else {
      paired[field] = isPlainObject(content) ? pairColours(content) : content;
    }
  }
  return paired;
}

/** `{}` is black; alpha is not kept. */
function cleanColour({ red, green, blue }: Json): Json {
  return Object.fromEntries(Object.entries({ red, green, blue }).filter(([, channel]) => Boolean(channel)));
}

function unlessEmpty(value: Json): Json | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

function isPlainObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asObject(value: unknown): Json {
  return isPlainObject(value) ? value : {};
}
