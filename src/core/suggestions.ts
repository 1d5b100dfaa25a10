/** Choices longer than this are cut in hints; a reader scans, nobody reads sixty names. */
const MAX_LISTED = 12;

/**
 * The choice nearest to `name` by edit distance, or undefined when none is close enough
 * to be a plausible slip (more than a third of the letters differ).
 */
export function nearest(name: string, choices: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.ceil(wanted.length / 3)) + 1;
  for (const choice of choices) {
    const distance = editDistance(wanted, choice.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = choice;
      bestDistance = distance;
    }
  }
  return best;
}

/** "Did you mean "title"? Choices: …", or only the choices when nothing is near. */
export function suggest(name: string, choices: Iterable<string>): string {
  const all = [...choices];
  const match = nearest(name, all);
  const question = match === undefined ? '' : `Did you mean "${match}"? `;
  return `${question}${listChoices(all)}`;
}

/** "Choices: a, b, c and 4 more.", sorted; "There are none to choose from." for an empty list. */
export function listChoices(choices: readonly string[]): string {
  if (choices.length === 0) return 'There are none to choose from.';
  const sorted = [...choices].sort();
  const listed = sorted.slice(0, MAX_LISTED).join(', ');
  const rest = sorted.length - MAX_LISTED;
  return `Choices: ${listed}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

/**
 * Damerau-Levenshtein distance (optimal string alignment), so that swapped letters count once.
 * Gives up with `limit` as soon as every continuation would reach it.
 */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      let cost = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (isSame ? 0 : 1),
      );
      if (isSwap(from, to, row, column)) cost = Math.min(cost, beforePrevious[column - 2]! + 1);
      current.push(cost);
    }
    if (Math.min(...current) >= limit) return limit;
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length]!;
}

function isSwap(from: string, to: string, row: number, column: number): boolean {
  return (
    row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
  );
}
