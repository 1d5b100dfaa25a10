import { fingerprintSql } from '../sql-text/index.ts';
import type { TracedQuery } from './trace.ts';

/** How often a statement ran in its trace. */
export interface Repetition {
  /** Runs of the same SQL with the same parameters, this one included. */
  readonly duplicates: number;
  /** Runs of the same fingerprint, this one included; never below `duplicates`. */
  readonly similar: number;
}

/** Key of the statements that ask exactly the same. */
export function duplicateKey(query: TracedQuery): string {
  return `${query.database}\n${query.parametersHash}\n${query.sql}`;
}

/** Key of the statements that differ in their values at most. */
export function similarKey(query: TracedQuery): string {
  return `${query.database}\n${fingerprintSql(query.sql)}`;
}

/** The repetition of each query, in the order of the queries. */
export function repetitionsOf(queries: readonly TracedQuery[]): readonly Repetition[] {
  const duplicates = countBy(queries, duplicateKey);
  const similar = countBy(queries, similarKey);
  return queries.map((query) => ({
    duplicates: duplicates.get(duplicateKey(query))!,
    similar: similar.get(similarKey(query))!,
  }));
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
