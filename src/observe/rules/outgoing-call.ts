import type { Finding, Rule, RuleScope } from '../finding.ts';
import { coveredMs, intervalOf } from '../intervals.ts';
import type { Trace, TracedSpan } from '../trace.ts';
import { advice, makeFinding, milliseconds } from './make-finding.ts';
import { placeOf, viewPlace } from './place.ts';

/** Nielsen's limit: up to 0.1 s an answer seems instant. */
const MIN_MS = 100;
const MIN_SHARE = 0.1;

/** The visitor waits for another server, and for whatever goes wrong there. */
export const outgoingCall: Rule = {
  code: 'outgoing-call',
  title: 'Call of another server in the request',
  isTimed: true,
  detect(trace, scope) {
    const calls = trace.spans.filter(({ kind }) => kind === 'http-client');
    return [...Map.groupBy(calls, ({ site, name }) => site?.key ?? name).values()]
      .filter((group) => isLong(group, trace))
      .map((group) => toFinding(group, trace, scope));
  },
};

function isLong(calls: readonly TracedSpan[], { totalMs }: Trace): boolean {
  const costMs = coveredMs(calls.map(intervalOf));
  return costMs >= MIN_MS && (totalMs === undefined || costMs >= totalMs * MIN_SHARE);
}

function toFinding(calls: readonly TracedSpan[], trace: Trace, scope: RuleScope): Finding {
  const costMs = coveredMs(calls.map(intervalOf));
  const { name, site } = calls[0]!;
  const times = calls.length === 1 ? '' : `${calls.length} calls: `;
  const facts = {
    title: 'Another server is waited for',
    summary: `${times}${name.split('?', 1)[0]} took ${milliseconds(costMs)} of the request.`,
    place: placeOf(site, scope) ?? viewPlace(trace, scope),
    costMs,
    savedMs: costMs,
    isUpperBound: true,
    remedies: [
      advice(
        'Do it outside of the request',
        'What is sent (mail, a webhook, an event) can be sent by a task, after the response. What is ' +
          'asked for can be kept in a cache and renewed beside the request: getOrSet() with a time.',
      ),
      advice(
        'And bound it',
        'What must be asked now gets a time limit, AbortSignal.timeout(1_000), an answer for the ' +
          'case that none comes, and runs beside the queries with Promise.all.',
      ),
    ],
  };
  return makeFinding(outgoingCall, facts, trace);
}
