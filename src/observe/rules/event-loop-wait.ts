import type { Finding, Rule, RuleScope } from '../finding.ts';
import type { Trace } from '../trace.ts';
import { advice, makeFinding, milliseconds } from './make-finding.ts';
import { routeSubject, viewPlace } from './place.ts';
import { isUsual } from './recent.ts';

/** As long as one long task of somebody else, see blocking-cpu.ts. */
const MIN_WAIT_MS = 50;
const MIN_SHARE = 0.2;

/**
 * The request could have gone on, and other requests had the thread. Nothing is wrong with its own
 * code, so it is said and not warned of.
 */
export const eventLoopWait: Rule = {
  code: 'event-loop-wait',
  title: 'Waiting for the event loop',
  isTimed: true,
  detect(trace, scope) {
    return isUsual(trace, scope, waitsLong) ? [toFinding(trace, scope)] : [];
  },
};

function waitsLong({ account: { loopWaitMs, wallMs } }: Trace): boolean {
  return loopWaitMs >= MIN_WAIT_MS && loopWaitMs >= wallMs * MIN_SHARE;
}

function toFinding(trace: Trace, scope: RuleScope): Finding {
  const { loopWaitMs } = trace.account;
  const facts = {
    level: 'info',
    title: 'Other requests had the thread',
    summary: `For up to ${milliseconds(loopWaitMs)} this request could have gone on and waited for others to leave the thread.`,
    subject: routeSubject(trace),
    place: viewPlace(trace, scope),
    costMs: loopWaitMs,
    savedMs: loopWaitMs,
    isUpperBound: true,
    remedies: [
      advice(
        'Look at what ran meanwhile',
        'A route with blocking work is the cause where this one is not; its own trace has the finding ' +
          'blocking-cpu. If every route is short, the machine has too few processes for its load.',
      ),
    ],
  } as const;
  return makeFinding(eventLoopWait, facts, trace);
}
