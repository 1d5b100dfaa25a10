import {
  logChannel,
  type RequestContext,
  signalChannel,
  timeAccountChannel,
} from '../events/index.ts';
import type { DroppedCounts } from './trace.ts';
import type { TraceDraft } from './trace-draft.ts';
import type { TraceLimits } from './trace-limits.ts';

type DraftOf = (
  context: RequestContext | undefined,
  kind: keyof DroppedCounts,
) => TraceDraft | undefined;

/**
 * Records what only a developer wants to see of a request: lines of logs, receivers of signals, and
 * what the contexts of its templates held, read once it has been answered.
 */
export function recordDetails(draftOf: DraftOf, limits: TraceLimits): (() => void)[] {
  return [
    logChannel.subscribe((event) => draftOf(event.context, 'logs')?.addLog(event, limits)),
    signalChannel.subscribe((event) => draftOf(event.context, 'signals')?.addSignal(event, limits)),
    timeAccountChannel.subscribe(({ finish }) =>
      draftOf(finish.context, 'templates')?.describeContexts(),
    ),
  ];
}
