import { collectGarbage } from './garbage.ts';
import type { Measure, Prepared, Subject } from './subject.ts';

/** Results go here, so that the compiler can't prove the work useless and drop it. */
export const sink: { value: unknown } = { value: undefined };

/** For functions; the loop around them must not count either. */
const MIN_SAMPLE_MS = 20;

/** A sample of memory is one result, however little it is. */
export function minSampleMsOf(measure: Measure): number {
  return measure === 'memory' ? 0 : MIN_SAMPLE_MS;
}

/**
 * A function as a subject. One that returns a promise or another thenable is awaited before the
 * next call; others pay for no await.
 */
export function functionSubject(prepared: Prepared, measure: Measure): Subject {
  const { work, before, plain } = prepared;
  const now = measure === 'cpu' ? cpuMs : () => performance.now();
  let isAsync: boolean | undefined;
  return {
    minSampleMs: minSampleMsOf(measure),
    async once() {
      await before?.();
      const result = work();
      isAsync = isThenable(result);
      return plain === undefined ? result : plain(await result);
    },
    async run(count) {
      if (measure === 'memory') return measureMemory(prepared, count);
      if (before !== undefined) return timeEach(prepared, count, now);
      isAsync ??= isThenable(work());
      return isAsync ? timeAsync(work, count, now) : timeSync(work, count, now);
    },
    close: async () => prepared.close?.(),
  };
}

type Clock = () => number;

function timeSync(work: () => unknown, count: number, now: Clock): number {
  let last: unknown;
  const startedMs = now();
  for (let index = 0; index < count; index++) last = work();
  const elapsedMs = now() - startedMs;
  sink.value = last;
  return elapsedMs;
}

async function timeAsync(work: () => unknown, count: number, now: Clock): Promise<number> {
  let last: unknown;
  const startedMs = now();
  for (let index = 0; index < count; index++) last = await work();
  const elapsedMs = now() - startedMs;
  sink.value = last;
  return elapsedMs;
}

/** Times what lies between the preparations only. */
async function timeEach({ work, before }: Prepared, count: number, now: Clock): Promise<number> {
  let elapsedMs = 0;
  for (let index = 0; index < count; index++) {
    await before?.();
    const startedMs = now();
    sink.value = await work();
    elapsedMs += now() - startedMs;
  }
  return elapsedMs;
}

/** What the processors have worked for this process, its garbage collector included. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Bytes that the results keep alive, on V8's heap and outside of it. */
async function measureMemory({ work, before }: Prepared, count: number): Promise<number> {
  let bytes = 0;
  for (let index = 0; index < count; index++) {
    await before?.();
    sink.value = undefined;
    const emptyBytes = bytesInUse();
    sink.value = await work();
    bytes += bytesInUse() - emptyBytes;
  }
  return bytes;
}

function bytesInUse(): number {
  // Once to drop the garbage, and again for what its finalizers have let go.
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}
