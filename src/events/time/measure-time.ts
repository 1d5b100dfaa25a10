import { createHook } from 'node:async_hooks';
import { type CacheEvent, cacheChannel } from '../cache-events.ts';
import { defineChannel } from '../channel.ts';
import { type QueryEvent, queryChannel } from '../db-events.ts';
import { type RequestFinishEvent, requestFinishChannel } from '../http-events.ts';
import { currentContext, type RequestContext } from '../request-context.ts';
import { type SpanEvent, spanChannel } from '../span-events.ts';
import { templateRenderChannel } from '../template-events.ts';
import { threadClock } from './thread-clock.ts';
import type { TimeKind } from './thread-time.ts';
import { type TimeAccount, timeAccountOf } from './time-account.ts';

/** Published soon after a request has finished, when the pauses of the collector are known. */
export interface TimeAccountEvent {
  readonly finish: RequestFinishEvent;
  readonly account: TimeAccount;
}

export const timeAccountChannel = defineChannel<TimeAccountEvent>('uptempo:http:time-account');

/** Who has asked for it and not ended it yet; they share one measurement. */
let userCount = 0;
let stops: readonly (() => void)[] = [];

/** Times need no lines, and a stack costs more than everything here together (bench: `metrics`). */
const WITHOUT_STACKS = { callSites: 'none' } as const;

/**
 * Measures how requests use their time, from now until the function it returns is called: what
 * started before has an account of `unaccountedMs` only. Measuring ends with the last one who asked.
 * Costs about 2 µs a request and 0.3 µs an event (bench: `observe`).
 */
export function measureTime(): () => void {
  if (userCount++ === 0) stops = startMeasuring();
  let hasStopped = false;
  return () => {
    if (hasStopped) return;
    hasStopped = true;
    if (--userCount > 0) return;
    for (const stop of stops) stop();
    stops = [];
  };
}

function startMeasuring(): readonly (() => void)[] {
  return [
    threadClock.start(),
    watchCallbacks(),
    queryChannel.subscribe(noteQuery, WITHOUT_STACKS),
    cacheChannel.subscribe(noteCacheCall, WITHOUT_STACKS),
    templateRenderChannel.subscribe(({ context, depth, startedMs, durationMs }) => {
      threadClock.mark(context);
      if (depth === 0) note(context, 'template', startedMs, durationMs);
    }),
    spanChannel.subscribe(noteSpan, WITHOUT_STACKS),
    requestFinishChannel.subscribe(noteFinish),
  ];
}

/**
 * Tells the clock whose callback Node calls, so that what a request does after a timer or a file is
 * known to be its own. Where Node cannot leave promises out, which costs more than it is worth, such
 * stretches count as waiting.
 */
function watchCallbacks(): () => void {
  if (!canLeaveOutPromises()) return () => {};
  const before = () => threadClock.enter(currentContext());
  const hook = createHook({ before, trackPromises: false });
  hook.enable();
  return () => hook.disable();
}

/** Node refuses a callback for promises together with the option, if it knows the option. */
function canLeaveOutPromises(): boolean {
  try {
    createHook({ promiseResolve: () => {}, trackPromises: false });
    return false;
  } catch {
    return true;
  }
}

function noteQuery(event: QueryEvent): void {
  const { context, startedMs, waitMs, durationMs } = event;
  threadClock.mark(context);
  note(context, 'pool', startedMs, waitMs);
  const kind = event.isBlocking ? 'embedded-database' : 'database';
  note(context, kind, startedMs + waitMs, durationMs);
}

function noteCacheCall({ context, startedMs, durationMs, computeMs }: CacheEvent): void {
  threadClock.mark(context);
  // The function that computes a value has waits of its own.
  if (computeMs === 0) note(context, 'cache', startedMs, durationMs);
}

function noteSpan({ context, kind, startedMs, durationMs }: SpanEvent): void {
  threadClock.mark(context);
  if (kind === 'http-client') note(context, 'http', startedMs, durationMs);
}

function note(
  context: RequestContext | undefined,
  kind: TimeKind,
  startMs: number,
  durationMs: number,
): void {
  context?.thread?.addNote(kind, startMs, startMs + durationMs);
}

const finished: RequestFinishEvent[] = [];

/** Two turns later, for all requests of a turn together. */
function noteFinish(event: RequestFinishEvent): void {
  threadClock.mark(event.context);
  if (!timeAccountChannel.hasSubscribers) return;
  if (finished.push(event) === 1) setImmediate(() => setImmediate(publishAccounts));
}

function publishAccounts(): void {
  for (const finish of finished.splice(0)) {
    const { context, durationMs } = finish;
    const account = timeAccountOf(context, context.startedMs + durationMs);
    timeAccountChannel.publish({ finish, account });
  }
}
