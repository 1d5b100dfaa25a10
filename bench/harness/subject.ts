import { functionSubject } from './function-subject.ts';

/**
 * What is compared: the time that passes, the time that the processors work for the process, or
 * the memory that results keep.
 */
export type Measure = 'time' | 'cpu' | 'memory';

/** Something that can be measured: a function, or a server that answers requests. */
export interface Subject {
  /** Milliseconds that one sample takes at least, so that the clock's steps don't matter. */
  readonly minSampleMs: number;
  open?(): Promise<void>;
  /** Does the work once and returns what it gave, to be compared. */
  once(): Promise<unknown>;
  /**
   * Does the work `count` times; resolves to what all of it took: milliseconds, or bytes where
   * the workload measures memory.
   */
  run(count: number): Promise<number>;
  close?(): Promise<void>;
}

/** Work with what belongs to it but is not timed. */
export interface Prepared {
  work(): unknown;
  /** Called before each time the work is done: removes what the time before has left. */
  before?(): unknown;
  /**
   * The result as plain data of a form that all subjects share, for the comparison: rows of
   * different libraries are of different classes.
   */
  plain?(result: unknown): unknown;
  close?(): Promise<void>;
}

/** What is measured in different ways by different measures. */
export interface MeasuredSubject {
  /** Whether another process does the work, so that the processor's time says nothing. */
  readonly isFront: boolean;
  /** @throws Error for a measure that it has not. */
  measuredBy(measure: Measure): Subject;
}

/** Work that is made only where it is measured, such as work that imports a library. */
export interface Deferred {
  prepare(): Promise<(() => unknown) | Prepared>;
}

/** Whatever a workload may name as a subject, ready to be opened and measured. */
export function subjectOf(
  given: Subject | MeasuredSubject | Deferred | (() => unknown),
  measure: Measure = 'time',
): Subject {
  if ('measuredBy' in given) return given.measuredBy(measure);
  if (typeof given === 'function') return functionSubject({ work: given }, measure);
  return 'prepare' in given ? deferredSubject(given, measure) : given;
}

function deferredSubject(deferred: Deferred, measure: Measure): Subject {
  let prepared: Subject | undefined;
  const opened = (): Subject => {
    if (prepared === undefined) throw new Error('A deferred subject is used before it is open.');
    return prepared;
  };
  return {
    get minSampleMs() {
      return opened().minSampleMs;
    },
    async open() {
      const made = await deferred.prepare();
      prepared = functionSubject(typeof made === 'function' ? { work: made } : made, measure);
    },
    once: async () => opened().once(),
    run: async (count) => opened().run(count),
    close: async () => prepared?.close?.(),
  };
}
