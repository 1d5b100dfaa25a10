import type { Finding, Remedy, Rule, RuleScope } from '../finding.ts';
import { coveredMs, intervalOf } from '../intervals.ts';
import { withNames } from '../source/chain-edit.ts';
import type { Trace } from '../trace.ts';
import { chainOf } from './eager-loading.ts';
import { type FindingFacts, makeFinding, rewrite } from './make-finding.ts';
import { placeOf } from './place.ts';
import { isBelowUnused, pathOf, rowUses, type UnusedRelation, unusedRelations } from './row-use.ts';

/** A row that came alone is often shown in part; of several not one was asked. */
const MIN_ROWS = 2;

/** A relation that was loaded with rows and that nobody asked any of them for. */
export const unusedEagerLoading: Rule = {
  code: 'unused-eager-loading',
  title: 'Unused eager loading',
  detect(trace, scope) {
    const unused = unusedRelations(rowUses(trace));
    return unused
      .filter(({ owner }) => owner.mostRows >= MIN_ROWS)
      .filter(({ use, owner }) => !isBelowUnused(use, owner.path, unused))
      .map((unused) => toFinding(unused, trace, scope));
  },
};

function toFinding(unused: UnusedRelation, trace: Trace, scope: RuleScope): Finding {
  const { use, owner, relation } = unused;
  const subject = `${owner.model}.${relation.relation}`;
  const querySet = placeOf(use.site, scope);
  const queries = relation.loadedBy === 'selectRelated' ? use.queries : prefetches(unused, trace);
  const costMs = coveredMs(queries.map((position) => intervalOf(trace.queries[position]!)));
  const savedMs = relation.loadedBy === 'selectRelated' ? costMs * joinedShare(unused) : costMs;
  const summary =
    `${owner.rowCount.toLocaleString('en')} ${owner.model} rows came with their ` +
    `${relation.name}, and none of them was asked for it.`;
  const facts: FindingFacts = {
    title: `Unused eager loading of ${subject}`,
    summary,
    subject,
    place: querySet,
    queries,
    costMs,
    savedMs,
    remedies: [leaveOut(unused, scope)],
  };
  return { ...makeFinding(unusedEagerLoading, facts, trace), relation: subject };
}

/** The statements that loaded the relation, and what was loaded for the sake of it. */
function prefetches({ use, owner, relation }: UnusedRelation, trace: Trace): readonly number[] {
  const subject = `${owner.model}.${relation.relation}`;
  return trace.queries.flatMap((query, position) =>
    query.kind === 'prefetch' && query.subject === subject && query.site?.key === use.site?.key
      ? [position]
      : [],
  );
}

/** The part of a join's columns that is the relation's: an estimate, since nobody timed it apart. */
function joinedShare({ use, owner, relation }: UnusedRelation): number {
  const joined = pathOf(owner, relation.relation);
  const widthOf = (isCounted: (path: string) => boolean) =>
    use.paths
      .filter(({ path }) => isCounted(path))
      .reduce((sum, { columnCount }) => sum + columnCount, 0);
  const all = widthOf(() => true);
  const own = widthOf((path) => path === joined || path.startsWith(`${joined}__`));
  return all === 0 ? 0 : own / all;
}

function leaveOut(unused: UnusedRelation, scope: RuleScope): Remedy {
  const { use, owner, relation } = unused;
  const path = pathOf(owner, relation.relation);
  // Of prefetched rows the line is that of the QuerySet they were prefetched for.
  const found =
    use.kind === 'queryset'
      ? chainOf(placeOf(use.site, scope), use.subject ?? '', scope)
      : undefined;
  const excerpt = found && withNames(found.source, found.chain, relation.loadedBy, without(path));
  const cost =
    relation.loadedBy === 'selectRelated'
      ? 'The join and its columns cost time for each row.'
      : 'Its rows were queried and made for nothing.';
  return rewrite(
    `Leave out ${relation.loadedBy}('${path}')`,
    `${cost} If another page that shares this QuerySet needs the relation, add it there.`,
    excerpt?.code,
  );
}

/** Takes a path and what lies below it out of a list; what leads to it stays. */
function without(path: string): (names: readonly string[]) => readonly string[] {
  const parent = path.includes('__') ? path.slice(0, path.lastIndexOf('__')) : undefined;
  return (names) => {
    const kept = names.filter((name) => name !== path && !name.startsWith(`${path}__`));
    const isLed = kept.some((name) => name === parent || name.startsWith(`${parent}__`));
    return parent === undefined || isLed ? kept : [...kept, parent];
  };
}
