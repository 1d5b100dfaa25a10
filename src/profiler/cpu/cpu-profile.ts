import { CompiledTemplateFrames } from './compiled-templates.ts';
import { type Frame, makeFrame, PROFILER_FRAME } from './frame.ts';
import { checkV8Profile, invalid, type V8Profile, type V8ProfileNode } from './v8-profile.ts';

/** A place in the tree of calls. */
export interface ProfileNode {
  readonly frame: Frame;
  /** Index of the caller's node; -1 for the root. */
  readonly parent: number;
  /** How many samples fell on which line of the function, in the whole profile. */
  readonly lineTicks: ReadonlyMap<number, number>;
}

/**
 * Where the CPU was, looked at every `samplingIntervalMs`. Nothing in it changes; views, exports
 * and `ofRoute` make something new of it.
 */
export interface CpuProfile {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** What was asked for; the machine may have looked less often. */
  readonly samplingIntervalMs: number;
  /** The root first, a caller before whom it calls. */
  readonly nodes: readonly ProfileNode[];
  /** Index of the node that ran, for each sample in the order of time. */
  readonly samples: Uint32Array;
  /** When each was taken, in milliseconds since the start. */
  readonly sampleMs: Float64Array;
  /** How long each counts: until the next one. */
  readonly weightMs: Float64Array;
  /** Which of `routes` each belongs to. */
  readonly sampleRoutes: Uint16Array;
  /**
   * `GET /movies/:id`. The first is empty and means: none of a request, or not known. Only
   * profiles taken with `byRoute` know more than it.
   */
  readonly routes: readonly ProfiledRoute[];
}

/** What a profile knows of the requests of a route. */
export interface ProfiledRoute {
  readonly name: string;
  /** How many began while the profile was taken. */
  readonly requestCount: number;
}

export const NO_ROUTE: ProfiledRoute = Object.freeze({ name: '', requestCount: 0 });

export interface ProfileFacts {
  readonly startedAt: number;
  readonly samplingIntervalMs: number;
}

/**
 * Reads what V8 wrote: `JSON.parse` of a `.cpuprofile` file.
 *
 * @throws profiler.profile.invalid
 */
export function readCpuProfile(content: unknown, facts: Partial<ProfileFacts> = {}): CpuProfile {
  const profile = checkV8Profile(content);
  const { nodes, indexOf } = readNodes(profile);
  const { samples, sampleMs, weightMs } = readSamples(profile, indexOf);
  return {
    startedAt: facts.startedAt ?? 0,
    durationMs: Math.max(0, (profile.endTime - profile.startTime) / 1000),
    samplingIntervalMs: facts.samplingIntervalMs ?? median(weightMs),
    nodes,
    samples,
    sampleMs,
    weightMs,
    sampleRoutes: new Uint16Array(samples.length),
    routes: [NO_ROUTE],
  };
}

/** Milliseconds that each node itself ran. */
export function selfTimes({ nodes, samples, weightMs }: CpuProfile): Float64Array {
  const times = new Float64Array(nodes.length);
  for (let at = 0; at < samples.length; at++) times[samples[at]!]! += weightMs[at]!;
  return times;
}

interface ReadNodes {
  readonly nodes: readonly ProfileNode[];
  /** By the id that V8 gave. Samples of the profiler's own work have its node. */
  readonly indexOf: ReadonlyMap<number, number>;
}

function readNodes({ nodes }: V8Profile): ReadNodes {
  const frames = new FrameTable();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const read: ProfileNode[] = [];
  const indexOf = new Map<number, number>();
  const waiting: (readonly [V8ProfileNode, number])[] = [[nodes[0]!, -1]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, parent] = next;
    // A node with two callers would be a cycle or a lie about the time of both.
    if (indexOf.has(node.id)) throw invalid('its nodes do not form a tree');
    indexOf.set(node.id, read.length);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child === undefined) throw invalid('a node names a child that is not there');
      waiting.push([child, read.length]);
    }
    const { frame, offset } = frames.of(node);
    read.push({ frame, parent, lineTicks: ticksOf(node, offset) });
  }
  const own = read.push({ frame: PROFILER_FRAME, parent: 0, lineTicks: new Map() }) - 1;
  for (const [id, index] of indexOf) if (isOwnWork(read, index)) indexOf.set(id, own);
  return { nodes: read, indexOf };
}

/** Whether the innermost frame that is not Node's or V8's is the profiler's. */
function isOwnWork(nodes: readonly ProfileNode[], index: number): boolean {
  let at = index;
  while (at > 0 && /^(?:node|native)$/.test(nodes[at]!.frame.kind)) at = nodes[at]!.parent;
  return at > 0 && nodes[at]!.frame.kind === 'profiler';
}

/** @param offset - by how many lines V8's lie lower than those of the frame. */
function ticksOf({ positionTicks }: V8ProfileNode, offset: number): ReadonlyMap<number, number> {
  const ticks = new Map<number, number>();
  for (const { line, ticks: count } of positionTicks ?? []) {
    ticks.set(line - offset, (ticks.get(line - offset) ?? 0) + count);
  }
  return ticks;
}

interface PlacedFrame {
  readonly frame: Frame;
  /** By how many lines it stands lower in what V8 compiled: templates compiled ahead share a file. */
  readonly offset: number;
}

/** One object for each function, so that frames can be compared by identity. */
class FrameTable {
  readonly #frames = new Map<string, PlacedFrame>();
  readonly #templates = new CompiledTemplateFrames();

  of({ callFrame }: V8ProfileNode): PlacedFrame {
    const { functionName, url, lineNumber, columnNumber } = callFrame;
    const key = `${lineNumber}:${columnNumber}:${functionName}\n${url}`;
    let placed = this.#frames.get(key);
    if (placed === undefined) {
      const frame = makeFrame(functionName, url, lineNumber, columnNumber);
      placed = this.#templates.find(frame) ?? { frame, offset: 0 };
      this.#frames.set(key, placed);
    }
    return placed;
  }
}

/** V8 takes samples from another thread, and some come out of order. */
function readSamples(profile: V8Profile, indexOf: ReadonlyMap<number, number>) {
  const { samples: ids, timeDeltas, startTime, endTime } = profile;
  let timeUs = 0;
  const taken = ids.map((id, at) => {
    const node = indexOf.get(id);
    if (node === undefined) throw invalid('a sample names a node that is not in the tree');
    timeUs += timeDeltas[at]!;
    return { node, timeUs };
  });
  taken.sort((left, right) => left.timeUs - right.timeUs);
  const lastUs = Math.max(endTime - startTime, taken.at(-1)?.timeUs ?? 0);
  return {
    samples: Uint32Array.from(taken, ({ node }) => node),
    sampleMs: Float64Array.from(taken, ({ timeUs }) => timeUs / 1000),
    weightMs: Float64Array.from(
      taken,
      ({ timeUs }, at) => ((taken[at + 1]?.timeUs ?? lastUs) - timeUs) / 1000,
    ),
  };
}

function median(values: Float64Array): number {
  return values.toSorted()[values.length >> 1] ?? 0;
}
