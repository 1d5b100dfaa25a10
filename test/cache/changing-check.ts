import type { ChangingLog, ChangingRead } from './changing-worker.ts';

/** Pages that were served older than the rows were when they were asked for, each in words. */
export function stalePages(logs: readonly ChangingLog[]): readonly string[] {
  const all = <K extends 'votes' | 'inserts' | 'deletes' | 'tags'>(kind: K) =>
    logs.flatMap((log) => log[kind] as ChangingLog[K][number][]);
  const votes = timesByRow(all('votes').flatMap((v) => v.rows.map((row) => ({ ...v, row }))));
  const tags = timesByRow(all('tags'));
  const inserts = all('inserts');
  const deletes = new Map(all('deletes').map((each) => [each.row, each]));

  function problemsOf({ startedMs, endedMs, director, films }: ChangingRead): string[] {
    const problems: string[] = [];
    const shown = new Set(films.map(([key]) => key));
    for (const [key, count, genres] of films) {
      const expected = countBefore(votes.get(key), startedMs);
      if (count < expected) problems.push(`film ${key} has ${count} votes of ${expected}`);
      const gone = deletes.get(key);
      // Genres are a second query, before which the film may have gone with them.
      const mayBeGoing = gone !== undefined && gone.startedMs < endedMs;
      if (genres === 0 && !mayBeGoing && countBefore(tags.get(key), startedMs) > 0) {
        problems.push(`film ${key} lacks its genre`);
      }
      if (gone !== undefined && gone.doneMs < startedMs) problems.push(`film ${key} is deleted`);
    }
    for (const { row, director: of, doneMs } of inserts) {
      const wasThere = doneMs < startedMs && (deletes.get(row)?.startedMs ?? Infinity) > endedMs;
      if (director === of && wasThere && !shown.has(row)) problems.push(`film ${row} is missing`);
    }
    return problems;
  }

  return logs.flatMap(({ reads }) => reads.flatMap(problemsOf));
}

function timesByRow(
  changes: readonly { readonly row: number; readonly doneMs: number }[],
): ReadonlyMap<number, readonly number[]> {
  const times = new Map<number, number[]>();
  for (const { row, doneMs } of changes) {
    const known = times.get(row);
    if (known === undefined) times.set(row, [doneMs]);
    else known.push(doneMs);
  }
  for (const each of times.values()) each.sort((a, b) => a - b);
  return times;
}

/** How many of the times, in their order, are before one. */
function countBefore(times: readonly number[] | undefined, timeMs: number): number {
  if (times === undefined) return 0;
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
