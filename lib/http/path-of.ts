/**
 * A URL path from a template whose values are percent-encoded: `pathOf`/people/${id}``.
 *
 * @throws Error when a value is empty, not finite, or a dot segment, which would address something else.
 */
export function pathOf(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return parts.reduce((path, part, index) => path + encodeSegment(values[index - 1]) + part);
}

function encodeSegment(value: string | number | undefined): string {
  const text = String(value ?? '');
  if (
    text === '' ||
    text === '.' ||
    text === '..' ||
    (typeof value === 'number' && !Number.isSafeInteger(value))
  ) {
    throw new Error('a value for a URL path is empty or no whole number');
  }
  return encodeURIComponent(text);
}
