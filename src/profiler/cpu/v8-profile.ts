import { profilerError } from '../errors.ts';

/** A profile as V8 writes it: the content of a `.cpuprofile` file. */
export interface V8Profile {
  readonly nodes: readonly V8ProfileNode[];
  /** Microseconds of a clock that never goes back. */
  readonly startTime: number;
  readonly endTime: number;
  /** Ids of nodes. */
  readonly samples: readonly number[];
  /** Microseconds between a sample and the one before it; for the first, since the start. */
  readonly timeDeltas: readonly number[];
}

export interface V8ProfileNode {
  readonly id: number;
  readonly callFrame: V8CallFrame;
  readonly hitCount: number;
  readonly children?: readonly number[];
  /** How many samples fell on which line, counted from 1. Node 26 names a line several times. */
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[];
}

export interface V8CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  readonly url: string;
  /** Counted from 0; -1 where there is none. */
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/**
 * Refuses what is no profile. Only what is read of it is looked at.
 *
 * @throws profiler.profile.invalid
 */
export function checkV8Profile(value: unknown): V8Profile {
  const { nodes, samples, timeDeltas, startTime, endTime } = (value ?? {}) as Partial<V8Profile>;
  if (!Array.isArray(nodes) || nodes.length === 0) throw invalid('it has no nodes');
  if (!isNumbers(samples) || !isNumbers(timeDeltas) || samples.length !== timeDeltas.length) {
    throw invalid('its samples and timeDeltas are not two lists of numbers of one length');
  }
  if (!Number.isFinite(startTime) || !Number.isFinite(endTime)) {
    throw invalid('it does not say when it began and ended');
  }
  if (!nodes.every(isNode)) throw invalid('one of its nodes is not well formed');
  return value as V8Profile;
}

export function invalid(problem: string) {
  return profilerError('profiler.profile.invalid', `This is no CPU profile: ${problem}.`, {
    hint: 'Give the content of a .cpuprofile file as V8 writes it, read by JSON.parse.',
  });
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(Number.isFinite);
}

function isNode(value: unknown): boolean {
  const { id, callFrame, children, positionTicks } = (value ?? {}) as Partial<V8ProfileNode>;
  return (
    Number.isSafeInteger(id) &&
    typeof callFrame?.functionName === 'string' &&
    typeof callFrame.url === 'string' &&
    Number.isSafeInteger(callFrame.lineNumber) &&
    Number.isSafeInteger(callFrame.columnNumber) &&
    (children === undefined || isNumbers(children)) &&
    (positionTicks === undefined || (Array.isArray(positionTicks) && positionTicks.every(isTick)))
  );
}

function isTick(value: unknown): boolean {
  const { line, ticks } = (value ?? {}) as { line?: unknown; ticks?: unknown };
  return Number.isSafeInteger(line) && Number.isSafeInteger(ticks);
}
