import { performance } from 'node:perf_hooks';
import type { RequestContext } from '../request-context.ts';
import { threadClock } from './thread-clock.ts';
import type { Run, ThreadTime, TimeKind, TimeNote } from './thread-time.ts';

/**
 * Where the time of a request went, in milliseconds; the parts add up to `wallMs`. What happens at the
 * same time counts once: the thread before everything else, then in the order of the parts.
 */
export interface TimeAccount {
  readonly wallMs: number;
  /** On the thread, templates, embedded databases and garbage collection left out. */
  readonly cpuMs: number;
  /** On the thread, rendering. */
  readonly templateMs: number;
  /** The garbage collector had stopped it. */
  readonly gcMs: number;
  /** It could have gone on, and others had the thread. */
  readonly loopWaitMs: number;
  /** Only waiting for a connection, or for another transaction. */
  readonly poolWaitMs: number;
  /** At least one statement in a database. */
  readonly databaseMs: number;
  readonly cacheMs: number;
  /** Requests to other servers. */
  readonly httpMs: number;
  /** Waiting for what nobody told of: files, timers, sockets, the client. */
  readonly otherIoMs: number;
  /** Not known: it had too many parts, or was not measured from its start. */
  readonly unaccountedMs: number;
  /**
   * Not in `wallMs`: so long it may have waited at most, before it began, for the thread to see it.
   */
  readonly queuedMs: number;
}

type Part = Exclude<keyof TimeAccount, 'wallMs' | 'queuedMs'>;
type Parts = Record<Part, number>;

/** Waits by rank: of two at a time the first one counts. */
const WAITS: readonly (readonly [kind: TimeKind, part: Part])[] = [
  ['database', 'databaseMs'],
  ['http', 'httpMs'],
  ['cache', 'cacheMs'],
  ['pool', 'poolWaitMs'],
];

/** What has the thread beside the request's own code, by rank. */
const WORK: readonly (readonly [kind: TimeKind, part: Part])[] = [
  ['embedded-database', 'databaseMs'],
  ['template', 'templateMs'],
];

/**
 * The account of a context from its start until `finishedMs`, until now by default. Pauses of the
 * garbage collector are told with a delay of one turn of the event loop.
 */
export function timeAccountOf(context: RequestContext, finishedMs?: number): TimeAccount {
  const { startedMs, thread } = context;
  if (finishedMs === undefined) threadClock.settle();
  const endMs = finishedMs ?? performance.now();
  const wallMs = Math.max(0, endMs - startedMs);
  if (thread === undefined) {
    return { wallMs, ...emptyParts(), unaccountedMs: wallMs, queuedMs: 0 };
  }
  const sheet = new Sheet(thread, threadClock.pauses(startedMs, endMs));
  let atMs = startedMs;
  for (const run of thread.runs) {
    const startMs = clamp(run.startMs, atMs, endMs);
    sheet.addGap(atMs, startMs, run.arrivedMs);
    atMs = clamp(run.endMs, startMs, endMs);
    sheet.addRun(startMs, atMs);
  }
  sheet.addGap(atMs, endMs, endMs);
  const arrivedMs = thread.runs[0]?.arrivedMs ?? startedMs;
  return { ...sheet.parts(), wallMs, queuedMs: Math.max(0, startedMs - arrivedMs) };
}

/** An account in the making. Stretches come in the order of time, so that it reads its notes once. */
class Sheet {
  readonly #parts = emptyParts();
  readonly #isCut: boolean;
  readonly #pauses: Cover | undefined;
  readonly #waits: readonly PartCover[];
  readonly #work: readonly PartCover[];

  constructor({ notes, isCut }: ThreadTime, pauses: readonly Stretch[]) {
    this.#isCut = isCut;
    this.#pauses = pauses.length === 0 ? undefined : new Cover(pauses);
    const byKind = notes.length === 0 ? NO_NOTES : Map.groupBy(notes, ({ kind }) => kind);
    this.#waits = coversOf(WAITS, byKind);
    this.#work = coversOf(WORK, byKind);
  }

  /** On the thread. */
  addRun(startMs: number, endMs: number): void {
    this.#parts.cpuMs += this.#rest(startMs, endMs, this.#work, this.#pauses);
  }

  /** Not on the thread: first for something, then, once that has come, for the thread. */
  addGap(startMs: number, endMs: number, arrivedMs: number): void {
    if (endMs <= startMs) return;
    const arrived = clamp(arrivedMs, startMs, endMs);
    this.#parts.otherIoMs += this.#rest(startMs, arrived, this.#waits, undefined);
    this.#parts.loopWaitMs += this.#rest(arrived, endMs, NO_COVERS, this.#pauses);
  }

  parts(): Parts {
    const parts = this.#parts;
    // With entries missing, what looks like waiting for nothing in particular is not known to be that.
    return this.#isCut ? { ...parts, otherIoMs: 0, unaccountedMs: parts.otherIoMs } : parts;
  }

  /** Gives each part what its cover has of a stretch, by rank; what is left is returned. */
  #rest(
    startMs: number,
    endMs: number,
    covers: readonly PartCover[],
    pauses: Cover | undefined,
  ): number {
    if (pauses === undefined && covers.length === 0) return endMs - startMs;
    let rest: readonly Stretch[] = [{ startMs, endMs }];
    if (pauses !== undefined) rest = this.#take('gcMs', rest, pauses);
    for (const { part, cover } of covers) rest = this.#take(part, rest, cover);
    return lengthOf(rest);
  }

  #take(part: Part, stretches: readonly Stretch[], cover: Cover): readonly Stretch[] {
    const rest = stretches.flatMap((stretch) => cover.gapsIn(stretch));
    this.#parts[part] += lengthOf(stretches) - lengthOf(rest);
    return rest;
  }
}

type Stretch = Pick<Run, 'startMs' | 'endMs'>;

interface PartCover {
  readonly part: Part;
  readonly cover: Cover;
}

type NotesByKind = ReadonlyMap<TimeKind, readonly TimeNote[]>;

const NO_COVERS: readonly PartCover[] = [];
const NO_NOTES: NotesByKind = new Map();

/** Those of the ranks that there are notes of; most requests have few. */
function coversOf(
  ranks: readonly (readonly [kind: TimeKind, part: Part])[],
  byKind: NotesByKind,
): readonly PartCover[] {
  if (byKind.size === 0) return NO_COVERS;
  const covers: PartCover[] = [];
  for (const [kind, part] of ranks) {
    const own = byKind.get(kind);
    if (own !== undefined) covers.push({ part, cover: new Cover(own) });
  }
  return covers;
}

/** Stretches of one kind, those that overlap joined, asked in the order of time. */
class Cover {
  readonly #stretches: readonly Stretch[];
  #next = 0;

  constructor(stretches: readonly Stretch[]) {
    this.#stretches = joined(stretches);
  }

  /** What is not covered of a stretch that ends after those asked before. */
  gapsIn({ startMs, endMs }: Stretch): readonly Stretch[] {
    while ((this.#stretches[this.#next]?.endMs ?? Number.POSITIVE_INFINITY) <= startMs)
      this.#next++;
    const gaps: Stretch[] = [];
    let atMs = startMs;
    for (let index = this.#next; index < this.#stretches.length; index++) {
      const cover = this.#stretches[index]!;
      if (cover.startMs >= endMs) break;
      if (cover.startMs > atMs) gaps.push({ startMs: atMs, endMs: cover.startMs });
      atMs = Math.max(atMs, cover.endMs);
    }
    if (atMs < endMs) gaps.push({ startMs: atMs, endMs });
    return gaps;
  }
}

function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const joined: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of inOrder(stretches)) {
    const last = joined.at(-1);
    if (last === undefined || startMs > last.endMs) joined.push({ startMs, endMs });
    else last.endMs = Math.max(last.endMs, endMs);
  }
  return joined;
}

/** Statements one after another end in the order they began, and need no sorting. */
function inOrder(stretches: readonly Stretch[]): readonly Stretch[] {
  let lastMs = 0;
  for (const { startMs } of stretches) {
    if (startMs < lastMs) return stretches.toSorted((a, b) => a.startMs - b.startMs);
    lastMs = startMs;
  }
  return stretches;
}

function lengthOf(stretches: readonly Stretch[]): number {
  let sum = 0;
  for (const { startMs, endMs } of stretches) sum += endMs - startMs;
  return sum;
}

function emptyParts(): Parts {
  return {
    cpuMs: 0,
    templateMs: 0,
    gcMs: 0,
    loopWaitMs: 0,
    poolWaitMs: 0,
    databaseMs: 0,
    cacheMs: 0,
    httpMs: 0,
    otherIoMs: 0,
    unaccountedMs: 0,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
