/**
 * The candidate that was probably meant: at most two letters off, or three in long names; undefined when none is near.
 * Upper and lower case, `-` and `_` count as the same.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(name);
  const allowed = wanted.length >= 10 ? 3 : wanted.length >= 4 ? 2 : 1;
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, plain(candidate)) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** ` (did you mean NAME?)`, or nothing. */
export function didYouMean(name: string, candidates: readonly string[], prefix = ''): string {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? '' : ` (did you mean ${prefix}${nearest}?)`;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

/** How many letters must be put in, left out or replaced to make one word of the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const leftOut = (previous[column] ?? 0) + 1;
      const putIn = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(replaced, leftOut, putIn));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
