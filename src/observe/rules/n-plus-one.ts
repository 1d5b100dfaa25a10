import {
  type Finding,
  type FindingPlace,
  findingFingerprint,
  placeName,
  type Rule,
  type RuleScope,
  shareOf,
} from '../finding.ts';
import { coveredMs, intervalOf } from '../intervals.ts';
import type { Trace, TracedRelationLoad } from '../trace.ts';
import { eagerLoadingRemedies } from './eager-loading.ts';
import { placeOf } from './place.ts';

/** One query is what loading the relation takes in any case. */
const MIN_QUERIES = 2;

/** Clocks are read on both sides of an event; a query may seem to start before its load. */
const CLOCK_TOLERANCE_MS = 0.05;

/**
 * N+1 by object: rows that came together had the same relation loaded one by one. A row that came
 * singly, as from `get()`, and a load that fetched for all peers at once raise nothing.
 */
export const nPlusOne: Rule = {
  code: 'n-plus-one',
  title: 'N+1 queries',
  detect(trace, scope) {
    const loads = trace.relationLoads.filter(isOneOfMany);
    return [...groupLoads(loads, trace, scope).values()]
      .filter((group) => group.loads.length >= MIN_QUERIES)
      .map((group) => toFinding(group, trace, scope));
  },
};

interface LoadGroup {
  readonly querySet: FindingPlace | undefined;
  readonly access: FindingPlace | undefined;
  readonly loads: TracedRelationLoad[];
}

function isOneOfMany(load: TracedRelationLoad): boolean {
  return load.mode === 'one' && load.queried && load.resultSet.rowCount >= 2;
}

function groupLoads(
  loads: readonly TracedRelationLoad[],
  trace: Trace,
  scope: RuleScope,
): Map<string, LoadGroup> {
  const groups = new Map<string, LoadGroup>();
  for (const load of loads) {
    const access = accessOf(load, trace, scope);
    const key = `${load.relation}\n${load.resultSet.site?.key ?? ''}\n${placeName(access) ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { querySet: placeOf(load.resultSet.site, scope), access, loads: [load] });
    } else group.loads.push(load);
  }
  return groups;
}

/**
 * The line that accessed the relation. Templates await relations, sometimes outside of any frame
 * of their own: then it is the innermost one that was rendering.
 */
function accessOf(
  load: TracedRelationLoad,
  trace: Trace,
  scope: RuleScope,
): FindingPlace | undefined {
  const place = placeOf(load.site, scope) ?? renderingPlace(load, trace);
  if (place?.site.kind !== 'template') return place;
  return { ...place, source: templateLine(place.site.template, load.name, trace, scope) };
}

function renderingPlace(load: TracedRelationLoad, trace: Trace): FindingPlace | undefined {
  const [rendering] = trace.templates
    .filter((template) => contains(template, load))
    .toSorted((a, b) => b.depth - a.depth);
  if (rendering === undefined) return undefined;
  return { site: { kind: 'template', template: rendering.template }, source: undefined };
}

/** The first line of the template that mentions the relation. */
function templateLine(
  name: string,
  relation: string,
  trace: Trace,
  scope: RuleScope,
): string | undefined {
  const file = trace.templates.find(({ template }) => template === name)?.file;
  const source = file === undefined ? undefined : scope.readSource(file);
  const mention = new RegExp(`\\.${relation}\\b`);
  return source
    ?.split('\n')
    .find((line) => mention.test(line))
    ?.trim();
}

function toFinding(group: LoadGroup, trace: Trace, scope: RuleScope): Finding {
  const { loads, querySet, access } = group;
  const first = loads[0]!;
  const queries = queriesOf(loads, trace);
  // The statements, as the page's own figure counts them; the loads where they were not recorded.
  const spans = queries.length === 0 ? loads : queries.map((position) => trace.queries[position]!);
  const costMs = coveredMs(spans.map(intervalOf));
  const savedMs = costMs * (1 - 1 / loads.length);
  return {
    code: nPlusOne.code,
    fingerprint: findingFingerprint(nPlusOne.code, first.relation, querySet ?? access),
    level: 'warning',
    title: `N+1 on ${first.relation}`,
    summary: `${loads.length} ${first.resultSet.model} rows each loaded their ${first.name} with a query of their own.`,
    relation: first.relation,
    querySet,
    access,
    queryCount: Math.max(loads.length, queries.length),
    costMs,
    savedMs,
    isUpperBound: false,
    share: shareOf(savedMs, trace),
    queries,
    remedies: eagerLoadingRemedies(first, querySet, access, scope),
  };
}

/** The statements that the loads ran: of the same relation and within the time of one of them. */
function queriesOf(loads: readonly TracedRelationLoad[], trace: Trace): readonly number[] {
  const positions: number[] = [];
  trace.queries.forEach((query, position) => {
    const belongs =
      query.kind === 'relation' &&
      query.subject === loads[0]!.relation &&
      loads.some((load) => contains(load, query));
    if (belongs) positions.push(position);
  });
  return positions;
}

function contains(
  outer: { readonly startedMs: number; readonly durationMs: number },
  inner: { readonly startedMs: number },
): boolean {
  const offset = inner.startedMs - outer.startedMs;
  return offset >= -CLOCK_TOLERANCE_MS && offset <= outer.durationMs + CLOCK_TOLERANCE_MS;
}
