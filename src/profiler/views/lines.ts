import { type CpuProfile, type ProfileNode, selfTimes } from '../cpu/cpu-profile.ts';
import type { FrameKind } from '../cpu/frame.ts';

/** Milliseconds by line of one file. */
export interface FileTime {
  /** Absolute path, or `template:name` for a template that is no file. */
  readonly file: string;
  readonly kind: FrameKind;
  readonly selfMs: number;
  /** Lines that were seen to run, the longest first. */
  readonly lines: readonly LineTime[];
}

export interface LineTime {
  /** Counted from 1. */
  readonly line: number;
  /** What ran there itself: what the line calls counts where it is written, unless V8 inlined it. */
  readonly selfMs: number;
}

/** Whose lines one can change come first. */
const RANKS: Readonly<Partial<Record<FrameKind, number>>> = {
  application: 0,
  template: 0,
  framework: 1,
  package: 2,
  node: 3,
};

/** The files whose lines ran: the application's and its templates first, then by time. */
export function linesOf(profile: CpuProfile): readonly FileTime[] {
  const files = new Map<string, { kind: FrameKind; lines: Map<number, number> }>();
  const times = selfTimes(profile);
  profile.nodes.forEach((node, index) => {
    const { file, kind } = node.frame;
    if (times[index] === 0 || RANKS[kind] === undefined) return;
    const { lines } = files.get(file) ?? setDefault(files, file, { kind, lines: new Map() });
    for (const [line, share] of lineShares(node)) {
      lines.set(line, (lines.get(line) ?? 0) + times[index]! * share);
    }
  });
  return Array.from(files, ([file, { kind, lines }]) => fileTime(file, kind, lines)).sort(
    (left, right) => RANKS[left.kind]! - RANKS[right.kind]! || right.selfMs - left.selfMs,
  );
}

/** Lines of a node with their shares of its time, which add up to 1. */
export function lineShares({
  frame,
  lineTicks,
}: ProfileNode): readonly (readonly [number, number])[] {
  let sum = 0;
  for (const ticks of lineTicks.values()) sum += ticks;
  if (sum <= 0) return [[frame.line, 1]];
  return Array.from(lineTicks, ([line, ticks]) => [line, ticks / sum] as const);
}

function fileTime(file: string, kind: FrameKind, byLine: ReadonlyMap<number, number>): FileTime {
  const lines = Array.from(byLine, ([line, selfMs]) => ({ line, selfMs })).sort(
    (left, right) => right.selfMs - left.selfMs || left.line - right.line,
  );
  return { file, kind, selfMs: lines.reduce((sum, { selfMs }) => sum + selfMs, 0), lines };
}

function setDefault<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}
