import type { Finding, FindingPlace, Rule, RuleScope } from '../finding.ts';
import { coveredMs, type Interval, intervalOf } from '../intervals.ts';
import type { Trace, TracedTemplate } from '../trace.ts';
import { advice, makeFinding, milliseconds, percentOf } from './make-finding.ts';
import { toSourcePlace } from './place.ts';
import { isUsual } from './recent.ts';

/** Rendering has the thread, so as with blocking-cpu.ts: a long task, and a good part of the request. */
const LONG_TASK_MS = 50;
const MIN_SHARE = 0.25;

/**
 * Rendering that takes long by itself: waiting for queries, and the templates that are included, are
 * not counted to it.
 */
export const slowTemplate: Rule = {
  code: 'slow-template',
  title: 'Slow template',
  isTimed: true,
  detect(trace, scope) {
    if (!isUsual(trace, scope, rendersLong)) return [];
    const slowest = renderingsOf(trace)[0];
    return slowest !== undefined && isLong(slowest.ownMs, trace)
      ? [toFinding(slowest, trace, scope)]
      : [];
  },
};

/** All runs of one template in a request. */
interface Rendering {
  readonly name: string;
  readonly first: TracedTemplate;
  readonly count: number;
  readonly ownMs: number;
}

function rendersLong(trace: Trace): boolean {
  return isLong(trace.account.templateMs, trace);
}

function isLong(ms: number, { totalMs = 0 }: Trace): boolean {
  return ms >= LONG_TASK_MS && ms >= totalMs * MIN_SHARE;
}

/** The one that took longest first. */
function renderingsOf(trace: Trace): readonly Rendering[] {
  const waits = trace.queries.map(intervalOf);
  const groups = Map.groupBy(trace.templates, ({ template }) => template);
  return [...groups]
    .map(([name, runs]) => ({
      name,
      first: runs[0]!,
      count: runs.length,
      ownMs: Math.min(trace.account.templateMs, sum(runs.map((run) => ownMs(run, waits, trace)))),
    }))
    .sort((a, b) => b.ownMs - a.ownMs);
}

function ownMs(run: TracedTemplate, waits: readonly Interval[], trace: Trace): number {
  const whole = intervalOf(run);
  const included = trace.templates.filter(({ depth }) => depth === run.depth + 1).map(intervalOf);
  const others = [...waits, ...included]
    .filter(({ startMs, endMs }) => endMs > whole.startMs && startMs < whole.endMs)
    .map(({ startMs, endMs }) => ({
      startMs: Math.max(startMs, whole.startMs),
      endMs: Math.min(endMs, whole.endMs),
    }));
  return run.durationMs - coveredMs(others);
}

function toFinding(rendering: Rendering, trace: Trace, scope: RuleScope): Finding {
  const { name, first, count, ownMs } = rendering;
  const times = count === 1 ? '' : `${count} times, `;
  const facts = {
    title: `Slow template ${name}`,
    summary: `${name} was rendered ${times}in ${milliseconds(ownMs)}, ${percentOf(ownMs, trace)} of the request; queries and included templates are not in it.`,
    subject: name,
    place: loopOf(first, scope),
    access: includedAt(first, trace, scope),
    costMs: ownMs,
    savedMs: ownMs,
    isUpperBound: true,
    remedies: [
      advice(
        'Render less, or keep what was rendered',
        'Show a page of the rows; compute in the query or in the view what the loop computes for each; ' +
          'put {% cache %} around the part that is the same for everybody, or cachePage() on the route.',
      ),
    ],
  };
  return makeFinding(slowTemplate, facts, trace);
}

/** The first loop: without one, a template is done in microseconds. */
function loopOf({ template, file }: TracedTemplate, scope: RuleScope): FindingPlace {
  const line = firstLine(file, isLoop, scope) ?? 1;
  return file === undefined
    ? { site: { kind: 'template', template }, source: undefined }
    : toSourcePlace(file, line, scope);
}

/** Where another template includes it. */
function includedAt(run: TracedTemplate, trace: Trace, scope: RuleScope): FindingPlace | undefined {
  if (run.depth === 0) return undefined;
  const isMention = (line: string) =>
    /\{%\s*include\b/.test(line) && /(["'])(.*?)\1/.exec(line)?.[2] === run.template;
  for (const { file, depth } of trace.templates) {
    const line = depth === run.depth - 1 ? firstLine(file, isMention, scope) : undefined;
    if (line !== undefined) return toSourcePlace(file!, line, scope);
  }
  return undefined;
}

const isLoop = (line: string) => /\{%\s*for\b/.test(line);

function firstLine(
  file: string | undefined,
  matches: (line: string) => boolean,
  scope: RuleScope,
): number | undefined {
  const lines = file === undefined ? undefined : scope.readSource(file)?.split('\n');
  const index = lines?.findIndex(matches) ?? -1;
  return index === -1 ? undefined : index + 1;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
