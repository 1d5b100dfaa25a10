import type { ChunkSink } from './chunk-sink.ts';
import { advance, type Steps, type Wait } from './pending.ts';

/**
 * Runs a render and gives its output in parts: what is finished before each wait, and long output
 * piece by piece. No part is empty.
 */
export async function* streamSteps(
  steps: Steps<string>,
  sink: ChunkSink,
  wait: Wait,
): AsyncGenerator<string, void, undefined> {
  let next = steps.next();
  while (!next.done) {
    const chunk = sink.drain();
    if (chunk !== '') yield chunk;
    next = await advance(steps, next.value === null ? null : wait(next.value));
  }
  const rest = sink.drain() + next.value;
  if (rest !== '') yield rest;
}
