import type { ChunkSink } from './chunk-sink.ts';
import type { Steps, Wait } from './pending.ts';

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
    next = await resume(steps, next.value, wait);
  }
  const rest = sink.drain() + next.value;
  if (rest !== '') yield rest;
}

async function resume(
  steps: Steps<string>,
  pending: PromiseLike<unknown> | null,
  wait: Wait,
): Promise<IteratorResult<PromiseLike<unknown> | null, string>> {
  if (pending === null) return steps.next();
  let value: unknown;
  try {
    value = await wait(pending);
  } catch (error) {
    return steps.throw(error);
  }
  return steps.next(value);
}
