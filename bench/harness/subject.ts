/** Something that can be timed: a function, or a server that answers requests. */
export interface Subject {
  /** Milliseconds that one sample takes at least, so that the clock's steps don't matter. */
  readonly minSampleMs: number;
  open?(): Promise<void>;
  /** Does the work once and returns what it gave, to be compared. */
  once(): Promise<unknown>;
  /** Does the work `count` times; resolves to the milliseconds that all of it took. */
  run(count: number): Promise<number>;
  close?(): Promise<void>;
}

/** A function that is made only where it is measured, such as one that imports a library. */
export interface Deferred {
  prepare(): Promise<() => unknown>;
}

/** For functions; the loop around them must not count either. */
export const MIN_FUNCTION_SAMPLE_MS = 20;

/** Results go here, so that the compiler can't prove the work useless and drop it. */
export const sink: { value: unknown } = { value: undefined };

/** Whatever a workload may name as a subject, ready to be opened and timed. */
export function subjectOf(given: Subject | Deferred | (() => unknown)): Subject {
  if (typeof given === 'function') return functionSubject(given);
  return 'prepare' in given ? deferredSubject(given) : given;
}

/**
 * A function as a subject. One that returns a promise or another thenable is awaited before the
 * next call; others pay for no await.
 */
function functionSubject(work: () => unknown): Subject {
  let isAsync: boolean | undefined;
  return {
    minSampleMs: MIN_FUNCTION_SAMPLE_MS,
    async once() {
      const result = work();
      isAsync = isThenable(result);
      return result;
    },
    async run(count) {
      isAsync ??= isThenable(work());
      return isAsync ? timeAsync(work, count) : timeSync(work, count);
    },
  };
}

function deferredSubject(deferred: Deferred): Subject {
  let prepared: Subject | undefined;
  const opened = (): Subject => {
    if (prepared === undefined) throw new Error('A deferred subject is used before it is open.');
    return prepared;
  };
  return {
    minSampleMs: MIN_FUNCTION_SAMPLE_MS,
    async open() {
      prepared = functionSubject(await deferred.prepare());
    },
    once: async () => opened().once(),
    run: async (count) => opened().run(count),
  };
}

function timeSync(work: () => unknown, count: number): number {
  let last: unknown;
  const startedMs = performance.now();
  for (let index = 0; index < count; index++) last = work();
  const elapsedMs = performance.now() - startedMs;
  sink.value = last;
  return elapsedMs;
}

async function timeAsync(work: () => unknown, count: number): Promise<number> {
  let last: unknown;
  const startedMs = performance.now();
  for (let index = 0; index < count; index++) last = await work();
  const elapsedMs = performance.now() - startedMs;
  sink.value = last;
  return elapsedMs;
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}
