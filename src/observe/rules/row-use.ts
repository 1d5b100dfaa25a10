import type { CallSite, ColumnUse, RelationUse } from '../../events/index.ts';
import type { Trace, TracedResultSet } from '../trace.ts';

/** The result sets of one line, taken together: what one of them used was needed there. */
export interface RowUse {
  readonly kind: TracedResultSet['kind'];
  /** `Movie`, or `Movie.director` for rows that a relation loaded. */
  readonly subject: string | undefined;
  readonly site: CallSite | undefined;
  /** Positions of the statements they came with. */
  readonly queries: readonly number[];
  /** By path, shorter ones first. */
  readonly paths: readonly PathUse[];
}

/** Rows of one model in them. */
export interface PathUse {
  readonly path: string;
  readonly model: string;
  /** Rows of all result sets, and of the largest. */
  readonly rowCount: number;
  readonly mostRows: number;
  readonly columnCount: number;
  readonly columns: readonly ColumnUse[];
  readonly relations: readonly RelationUse[];
}

/** Answers for which nobody reads rows that were loaded for another one. */
const NOT_MODIFIED = 304;
const FIRST_FAILURE = 400;

/**
 * What became of the rows of a request, by line. Nothing while it runs, or when it failed: then it
 * may not have come to the lines that use them. Nothing either when not all of them were recorded.
 */
export function rowUses(trace: Trace): readonly RowUse[] {
  const { totalMs, status, error, dropped } = trace;
  const isAnswered =
    totalMs !== undefined &&
    error === undefined &&
    status !== undefined &&
    status < FIRST_FAILURE &&
    status !== NOT_MODIFIED;
  if (!isAnswered || dropped.resultSets > 0) return [];
  const groups = Map.groupBy(trace.resultSets, useKey);
  return [...groups.values()].map(useOf);
}

function useKey({ kind, subject, site }: TracedResultSet): string {
  return `${kind}\n${subject ?? ''}\n${site?.key ?? ''}`;
}

function useOf(sets: readonly TracedResultSet[]): RowUse {
  const { kind, subject, site } = sets[0]!;
  const byPath = Map.groupBy(
    sets.flatMap(({ rows }) => rows),
    ({ path }) => path,
  );
  return {
    kind,
    subject,
    site,
    queries: [...new Set(sets.flatMap(({ query }) => query ?? []))],
    paths: [...byPath].map(([path, rows]) => ({
      path,
      model: rows[0]!.model,
      rowCount: rows.reduce((sum, { rowCount }) => sum + rowCount, 0),
      mostRows: Math.max(...rows.map(({ rowCount }) => rowCount)),
      columnCount: rows[0]!.columnCount,
      columns: mergeColumns(rows.flatMap(({ columns }) => columns)),
      relations: mergeRelations(rows.flatMap(({ relations }) => relations)),
    })),
  };
}

function mergeColumns(columns: readonly ColumnUse[]): readonly ColumnUse[] {
  return [...Map.groupBy(columns, ({ name }) => name).values()].map((uses) => ({
    ...uses[0]!,
    bytes: uses.reduce((sum, { bytes }) => sum + bytes, 0),
    isRead: uses.some(({ isRead }) => isRead),
  }));
}

function mergeRelations(relations: readonly RelationUse[]): readonly RelationUse[] {
  return [...Map.groupBy(relations, ({ name }) => name).values()].map((uses) => ({
    ...uses[0]!,
    isUsed: uses.some(({ isUsed }) => isUsed),
  }));
}

/** A relation that was loaded for rows of which none was asked for it. */
export interface UnusedRelation {
  readonly use: RowUse;
  /** The rows that it was loaded for. */
  readonly owner: PathUse;
  readonly relation: RelationUse;
}

/** Every unused relation, also those that were loaded for the sake of another one. */
export function unusedRelations(uses: readonly RowUse[]): readonly UnusedRelation[] {
  return uses.flatMap((use) =>
    use.paths.flatMap((owner) =>
      owner.relations
        .filter(({ isUsed }) => !isUsed)
        .map((relation): UnusedRelation => ({ use, owner, relation })),
    ),
  );
}

/** Whether rows came along with an unused relation: joined below it, or prefetched for it. */
export function isBelowUnused(
  use: RowUse,
  path: string,
  unused: readonly UnusedRelation[],
): boolean {
  return unused.some(({ use: other, owner, relation }) => {
    if (other === use) {
      const joined = pathOf(owner, relation.relation);
      return path === joined || path.startsWith(`${joined}__`);
    }
    return (
      use.kind === 'prefetch' &&
      use.subject === `${owner.model}.${relation.relation}` &&
      use.site?.key === other.site?.key
    );
  });
}

/** A name as it is written in the QuerySet that the rows came with: `director__country`. */
export function pathOf({ path }: PathUse, name: string): string {
  return path === '' ? name : `${path}__${name}`;
}
