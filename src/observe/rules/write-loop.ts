import type { Finding, Remedy, Rule, RuleScope } from '../finding.ts';
import { coveredMs, intervalOf } from '../intervals.ts';
import { similarKey } from '../query-groups.ts';
import type { Trace, TracedQuery } from '../trace.ts';
import { makeFinding, milliseconds, rewrite } from './make-finding.ts';
import { placeOf } from './place.ts';

/** A form saves a row or three; five of a kind from one line are a loop. As Sentry's for reads. */
const MIN_WRITES = 5;

/**
 * Work that the database should do: one line wrote rows one by one, or read and wrote them one by one.
 * Batches, which write many rows with each statement, are what one should do.
 */
export const writeLoop: Rule = {
  code: 'write-loop',
  title: 'Writes in a loop',
  detect(trace, scope) {
    return [...groupWrites(trace, scope).values()]
      .filter((positions) => positions.length >= MIN_WRITES)
      .map((positions) => toFinding(positions, trace, scope));
  },
};

function groupWrites(trace: Trace, scope: RuleScope): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  trace.queries.forEach((query, position) => {
    const site = query.site?.key ?? '';
    if (scope.explained.has(position) || site === '' || !isSingleWrite(query)) return;
    const key = `${site}\n${similarKey(query)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [position]);
    else group.push(position);
  });
  return groups;
}

function isSingleWrite(query: TracedQuery): boolean {
  const isWrite = query.kind === 'write' || query.kind === 'raw';
  return isWrite && query.rowCount <= 1 && query.error === undefined && verbOf(query) !== undefined;
}

type Verb = 'INSERT' | 'UPDATE' | 'DELETE';

function verbOf({ sql }: TracedQuery): Verb | undefined {
  const verb = /^\s*(?<verb>INSERT|UPDATE|DELETE)\b/i.exec(sql)?.groups?.verb;
  return verb?.toUpperCase() as Verb | undefined;
}

function toFinding(writes: readonly number[], trace: Trace, scope: RuleScope): Finding {
  const positions = [...writes, ...readsBetween(writes, trace, scope)].sort((a, b) => a - b);
  const queries = positions.map((position) => trace.queries[position]!);
  const first = trace.queries[writes[0]!]!;
  const isReadFirst = positions.length > writes.length;
  const costMs = coveredMs(queries.map(intervalOf));
  const done = { INSERT: 'inserted', UPDATE: 'changed', DELETE: 'deleted' }[verbOf(first)!];
  const facts = {
    title:
      first.subject === undefined ? 'Writes in a loop' : `${first.subject} rows written one by one`,
    summary: `One line ${done} ${writes.length} rows with a statement each${isReadFirst ? ', and read them one by one before' : ''}: ${positions.length} statements in ${milliseconds(costMs)}.`,
    subject: first.subject,
    place: placeOf(first.site, scope),
    queries: positions,
    costMs,
    savedMs: costMs * (1 - 1 / positions.length),
    remedies: remediesOf(first),
  };
  return makeFinding(writeLoop, facts, trace);
}

/** The reads of a loop that gets, changes and saves: one of the same model before each write. */
function readsBetween(
  writes: readonly number[],
  trace: Trace,
  scope: RuleScope,
): readonly number[] {
  const { subject, database } = trace.queries[writes[0]!]!;
  if (subject === undefined) return [];
  const reads = writes.flatMap((write, index) => {
    const from = index === 0 ? 0 : writes[index - 1]! + 1;
    const between = trace.queries
      .slice(from, write)
      .findLastIndex(
        (query) =>
          query.kind === 'queryset' && query.subject === subject && query.database === database,
      );
    return between === -1 || scope.explained.has(from + between) ? [] : [from + between];
  });
  const sites = new Set(reads.map((position) => trace.queries[position]!.site?.key));
  return reads.length === writes.length && sites.size === 1 ? reads : [];
}

const UNSEEN =
  'Signals are not sent for rows that are written together, and methods of them not called.';

function remediesOf(first: TracedQuery): readonly Remedy[] {
  switch (verbOf(first)!) {
    case 'INSERT':
      return [
        rewrite(
          'Insert them together',
          `Collect the rows and create them with one statement. ${UNSEEN}`,
          call(first, '.bulkCreate(rows);'),
        ),
      ];
    case 'UPDATE':
      return [
        rewrite(
          'Let the database compute it',
          "If the new values follow from the old ones, one UPDATE does it without reading a row: F('votes').add(1) " +
            `is the value of the column and one more. ${UNSEEN}`,
          call(first, '.filter({ … }).update({ … });'),
        ),
        rewrite(
          'Or write them together',
          'Values that are computed row by row go to the database in one statement, with bulkUpdate().',
          undefined,
        ),
      ];
    default:
      return [
        rewrite(
          'Delete them together',
          'One DELETE with the condition by which the loop chooses its rows.',
          call(first, '.filter({ … }).delete();'),
        ),
      ];
  }
}

/** Statements of a model; raw SQL and the rows of a many-to-many relation have none. */
function call({ subject }: TracedQuery, calls: string): string | undefined {
  const isModel = subject !== undefined && !subject.includes('.');
  return isModel ? `await ${subject}.objects${calls}` : undefined;
}
