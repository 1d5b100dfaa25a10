import type { ColumnUse } from '../../events/index.ts';
import type { Finding, Remedy, Rule, RuleScope } from '../finding.ts';
import { coveredMs, intervalOf } from '../intervals.ts';
import { withCall, withNames } from '../source/chain-edit.ts';
import type { Trace } from '../trace.ts';
import { chainOf, type FoundChain } from './eager-loading.ts';
import { makeFinding, rewrite } from './make-finding.ts';
import { placeOf } from './place.ts';
import {
  isBelowUnused,
  type PathUse,
  pathOf,
  type RowUse,
  rowUses,
  unusedRelations,
} from './row-use.ts';

/** 1 to 2 µs a KiB to read and decode on an embedded database, more over a network: 0.1 ms. */
const MIN_BYTES = 64 * 1_024;

/** 50 to 200 ns a value to read, decode and keep: 0.5 ms and more. */
const MIN_VALUES = 10_000;

/** Bytes that a column which was not watched counts as: those left out are keys and narrow ones. */
const NARROW_BYTES = 8;

/** Columns that were loaded with rows and that nobody read, where that costs something. */
export const unreadColumns: Rule = {
  code: 'unread-columns',
  title: 'Columns loaded and never read',
  detect(trace, scope) {
    const uses = rowUses(trace);
    const unused = unusedRelations(uses);
    return uses.flatMap((use) => {
      const unread = use.paths
        .filter(({ path }) => !isBelowUnused(use, path, unused))
        .flatMap(unreadOf);
      return unread.length === 0 ? [] : [toFinding({ use, unread }, trace, scope)];
    });
  },
};

interface UnreadColumn {
  readonly owner: PathUse;
  readonly column: ColumnUse;
}

interface Unread {
  readonly use: RowUse;
  readonly unread: readonly UnreadColumn[];
}

/** The columns worth leaving out: wide ones by their bytes, narrow ones by the number of values. */
function unreadOf(owner: PathUse): readonly UnreadColumn[] {
  const unread = owner.columns.filter(({ isRead }) => !isRead);
  const wide = unread.filter(({ isWide, bytes }) => isWide && bytes > 0);
  const narrow = unread.filter(({ isWide }) => !isWide);
  const isHeavy = wide.reduce((sum, { bytes }) => sum + bytes, 0) >= MIN_BYTES;
  const isMany = (wide.length + narrow.length) * owner.rowCount >= MIN_VALUES;
  const reported = isMany ? [...wide, ...narrow] : isHeavy ? wide : [];
  return reported.map((column) => ({ owner, column }));
}

function toFinding({ use, unread }: Unread, trace: Trace, scope: RuleScope): Finding {
  const querySet = placeOf(use.site, scope);
  const costMs = coveredMs(use.queries.map((position) => intervalOf(trace.queries[position]!)));
  const bytes = unread.reduce((sum, { column }) => sum + column.bytes, 0);
  const savedMs = (costMs * bytes) / allBytes(use);
  const names = unread.map(({ owner, column }) => pathOf(owner, column.name));
  const subject = use.subject ?? use.paths[0]!.model;
  const facts = {
    title: `${subject} rows loaded with columns nobody read`,
    summary: summaryOf(names, bytes, use),
    subject,
    place: querySet,
    queries: use.queries,
    costMs,
    savedMs,
    isUpperBound: true,
    remedies: remediesOf(names, { use, unread }, scope),
  };
  return makeFinding(unreadColumns, facts, trace);
}

/** Names in a sentence; the code has all of them. */
const SHOWN_NAMES = 6;

function summaryOf(names: readonly string[], bytes: number, { paths }: RowUse): string {
  const shown = names.slice(0, SHOWN_NAMES).join(', ');
  const more = names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : '';
  const rows = paths[0]!.rowCount.toLocaleString('en');
  const size = Math.max(1, Math.round(bytes / 1_024)).toLocaleString('en');
  return `Of ${rows} rows nobody read ${shown}${more}: ${size} KiB were fetched for nothing.`;
}

function allBytes({ paths }: RowUse): number {
  return paths.reduce((sum, { columns, columnCount, rowCount }) => {
    const others = (columnCount - columns.length) * rowCount * NARROW_BYTES;
    return sum + others + columns.reduce((own, { bytes }) => own + bytes, 0);
  }, 1);
}

function remediesOf(names: readonly string[], unread: Unread, scope: RuleScope): readonly Remedy[] {
  const { use } = unread;
  if (use.kind !== 'queryset') return [deferRelated(names, use)];
  const found = chainOf(placeOf(use.site, scope), use.subject ?? '', scope);
  const only = onlyRead(unread, found);
  return only === undefined ? [defer(names, found)] : [defer(names, found), only];
}

const LATER =
  'Who needs a column of a row after all gets an error that names it, not a silent query.';

function defer(names: readonly string[], found: FoundChain | undefined): Remedy {
  const call = `.defer(${names.map((name) => `'${name}'`).join(', ')})`;
  const isNarrowed = found?.chain.calls.some(({ name }) => name === 'only') === true;
  if (found !== undefined && isNarrowed) {
    const fewer = withNames(found.source, found.chain, 'only', (all) =>
      all.filter((name) => !names.includes(name)),
    );
    return rewrite('Take them out of only()', LATER, fewer?.code);
  }
  const excerpt = found
    ? withCall(found.source, found.chain, 'defer', ...names)
    : { code: call, inserted: { start: 0, end: call.length } };
  return { title: 'Leave them out with defer()', explanation: LATER, ...excerpt };
}

/** `only()` where that is the shorter list: most of the columns, all of them watched, went unread. */
function onlyRead({ use, unread }: Unread, found: FoundChain | undefined): Remedy | undefined {
  const [root] = use.paths;
  if (root === undefined || use.paths.length > 1 || found === undefined) return undefined;
  const read = root.columns.filter(({ isRead }) => isRead).map(({ name }) => name);
  const isAllWatched = root.columns.some(({ isWide }) => !isWide);
  const isOnlyThere = found.chain.calls.some(({ name }) => name === 'only');
  if (!isAllWatched || isOnlyThere || read.length === 0 || read.length >= unread.length) {
    return undefined;
  }
  return {
    title: 'Or name what is read',
    explanation: 'Add the foreign keys that you use; the primary key comes in any case.',
    ...withCall(found.source, found.chain, 'only', ...read),
  };
}

/** Rows of a relation get a QuerySet of their own, which leaves the columns out. */
function deferRelated(names: readonly string[], { subject, paths }: RowUse): Remedy {
  const relation = subject?.split('.').at(-1) ?? '';
  const list = names.map((name) => `'${name}'`).join(', ');
  const code = `.prefetchRelated(Prefetch('${relation}', ${paths[0]!.model}.objects.defer(${list})))`;
  return {
    title: 'Load the relation without them',
    explanation: LATER,
    code,
    inserted: { start: 0, end: code.length },
  };
}
