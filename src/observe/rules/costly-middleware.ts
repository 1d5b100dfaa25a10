import type { Finding, Rule, RuleScope } from '../finding.ts';
import { coveredMs, intervalOf } from '../intervals.ts';
import type { Trace, TracedSpan } from '../trace.ts';
import { advice, makeFinding, milliseconds, percentOf } from './make-finding.ts';
import { placeOf, viewPlace } from './place.ts';
import { isUsual } from './recent.ts';

/** A hook runs for every request of its scope: a tenth of the request, and what can be measured. */
const MIN_MS = 10;
const MIN_SHARE = 0.1;

/**
 * Middleware that takes a large part of a request, answers nothing and leaves no trace: no property of
 * the request, no header, no status has changed. What it does elsewhere, as writing to a log, is
 * not seen.
 */
export const costlyMiddleware: Rule = {
  code: 'costly-middleware',
  title: 'Costly middleware',
  isTimed: true,
  detect(trace, scope) {
    return [...hooksOf(trace)]
      .filter(([key]) => isUsual(trace, scope, (other) => isCostly(hooksOf(other).get(key), other)))
      .map(([, spans]) => toFinding(spans, trace, scope));
  },
};

/** Hooks of the application and its plugins that ran before the answer was sent. */
function hooksOf(trace: Trace): ReadonlyMap<string, readonly TracedSpan[]> {
  const hooks = trace.spans.filter(
    ({ kind, attributes: { plugin, phase } }) =>
      kind === 'middleware' && plugin !== 'uptempo' && phase !== 'onResponse',
  );
  return Map.groupBy(hooks, ({ name, site }) => `${name}\n${site?.key ?? ''}`);
}

function isCostly(spans: readonly TracedSpan[] | undefined, { totalMs }: Trace): boolean {
  if (spans === undefined || totalMs === undefined) return false;
  if (spans.some(({ attributes, error }) => attributes.changed !== '' || error !== undefined))
    return false;
  const costMs = coveredMs(spans.map(intervalOf));
  return costMs >= MIN_MS && costMs >= totalMs * MIN_SHARE;
}

function toFinding(spans: readonly TracedSpan[], trace: Trace, scope: RuleScope): Finding {
  const { name } = spans[0]!;
  const costMs = coveredMs(spans.map(intervalOf));
  const facts = {
    title: `Costly middleware: ${name}`,
    summary: `${name} took ${milliseconds(costMs)}, ${percentOf(costMs, trace)} of the request, and changed nothing of it that can be seen.`,
    subject: name,
    place: placeOf(spans[0]!.site, scope) ?? viewPlace(trace, scope),
    costMs,
    savedMs: costMs,
    isUpperBound: true,
    remedies: [
      advice(
        'Run it for the routes that need it',
        'Register it in the scope of those routes, or as their preHandler, and let it return at once ' +
          'where it has nothing to do. What it looks up for everybody can be kept in a cache, or ' +
          'looked up when the view asks for it.',
      ),
    ],
  };
  return makeFinding(costlyMiddleware, facts, trace);
}
