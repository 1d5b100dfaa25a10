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
 * collector are not in it, nor is time that a busy machine gave to others. One thread answers
 * everybody, so all requests wait for it.
 */
export const blockingCpu: Rule = {
  code: 'blocking-cpu',
  title: 'Blocking work on the thread',
  isTimed: true,
  detect(trace, scope) {
    return isUsual(trace, scope, isBlocking) ? [toFinding(trace, scope)] : [];
  },
};

function isBlocking(trace: Trace): boolean {
  const ms = blockedMs(trace);
  return ms >= LONG_TASK_MS && ms >= trace.account.wallMs * MIN_SHARE;
}

function blockedMs({ account: { cpuMs }, starvedMs }: Trace): number {
  return cpuMs - starvedMs;
}

function toFinding(trace: Trace, scope: RuleScope): Finding {
  const ms = blockedMs(trace);
  const share = percentOf(ms, trace);
  const facts = {
    title: 'Blocking work on the thread',
    summary: `Code had the thread for ${milliseconds(ms)}${share === undefined ? '' : `, ${share} of the request`}; every other request waited as long.`,
    subject: routeSubject(trace),
    place: viewPlace(trace, scope),
    costMs: ms,
    savedMs: ms,
    isUpperBound: true,
    remedies: [
      advice(
        'Find the lines, then do less or elsewhere',
        `This finding is told from times, which know the route and not its lines. ${profiling(trace)} ` +
          'Ask the database for less and let it compute, keep the outcome in a cache, and give what is ' +
          'left to a worker thread, or to a task after the response.',
      ),
    ],
  };
  return makeFinding(blockingCpu, facts, trace);
}

/** How to get the lines. */
function profiling(trace: Trace): string {
  return (
    'The Profiler tab names them, and so does, while the page is asked for, ' +
    `uptempo profile http://… --route "${routeSubject(trace)}".`
  );
}
