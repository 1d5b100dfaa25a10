import type { Finding, Rule, RuleScope } from '../finding.ts';
import type { Trace } from '../trace.ts';
import { advice, makeFinding, milliseconds, percentOf } from './make-finding.ts';
import { routeSubject, viewPlace } from './place.ts';
import { isUsual } from './recent.ts';

/** From here on the W3C's Long Tasks API speaks of a long task: everybody else waits meanwhile. */
const LONG_TASK_MS = 50;

/** Below a fifth of the request, something else is the reason that it is slow. */
const MIN_SHARE = 0.2;

/**
 * Computing in the request, by the account of its time: templates, embedded databases and the garbage
 * collector are not in it. One thread answers everybody, so all requests wait for it.
 */
export const blockingCpu: Rule = {
  code: 'blocking-cpu',
  title: 'Blocking work on the thread',
  isTimed: true,
  detect(trace, scope) {
    return isUsual(trace, scope, isBlocking) ? [toFinding(trace, scope)] : [];
  },
};

function isBlocking({ account: { cpuMs, wallMs } }: Trace): boolean {
  return cpuMs >= LONG_TASK_MS && cpuMs >= wallMs * MIN_SHARE;
}

function toFinding(trace: Trace, scope: RuleScope): Finding {
  const { cpuMs } = trace.account;
  const share = percentOf(cpuMs, trace);
  const facts = {
    title: 'Blocking work on the thread',
    summary: `Code had the thread for ${milliseconds(cpuMs)}${share === undefined ? '' : `, ${share} of the request`}; every other request waited as long.`,
    subject: routeSubject(trace),
    place: viewPlace(trace, scope),
    costMs: cpuMs,
    savedMs: cpuMs,
    isUpperBound: true,
    remedies: [
      advice(
        'Find the lines, then do less or elsewhere',
        'A CPU profile of the route names the lines: uptempo profile. Ask the database for less and ' +
          'let it compute, keep the outcome in a cache, and give what is left to a worker thread, ' +
          'or to a task after the response.',
      ),
    ],
  };
  return makeFinding(blockingCpu, facts, trace);
}
