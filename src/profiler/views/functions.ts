import { type CpuProfile, selfTimes } from '../cpu/cpu-profile.ts';
import type { Frame } from '../cpu/frame.ts';

/** What one function took, from wherever it was called. */
export interface FunctionTime {
  readonly frame: Frame;
  /** Milliseconds in the function itself. */
  readonly selfMs: number;
  /** Milliseconds in it and in what it called; a function that calls itself counts once. */
  readonly totalMs: number;
}

/** Every function that was seen, the one with the most time of its own first; without waiting. */
export function functionsOf(profile: CpuProfile): readonly FunctionTime[] {
  const { nodes } = profile;
  const self = selfTimes(profile);
  const totals = self.slice();
  const times = new Map<Frame, { frame: Frame; selfMs: number; totalMs: number }>();
  for (let index = nodes.length - 1; index > 0; index--) {
    const { frame, parent } = nodes[index]!;
    totals[parent]! += totals[index]!;
    if (frame.kind === 'idle' || totals[index] === 0) continue;
    const time = times.get(frame) ?? { frame, selfMs: 0, totalMs: 0 };
    times.set(frame, time);
    time.selfMs += self[index]!;
    if (!isInside(profile, parent, frame)) time.totalMs += totals[index]!;
  }
  return [...times.values()].sort(
    (left, right) => right.selfMs - left.selfMs || right.totalMs - left.totalMs,
  );
}

/** Whether the function is among the callers from `index` on. */
function isInside({ nodes }: CpuProfile, index: number, frame: Frame): boolean {
  for (let at = index; at > 0; at = nodes[at]!.parent) if (nodes[at]!.frame === frame) return true;
  return false;
}

/** Where the thread's time went, in milliseconds; the parts add up to the time of the samples. */
export interface ProfileTimes {
  /** Not idle. */
  readonly busyMs: number;
  readonly idleMs: number;
  /** What taking the profile cost, as far as samples fell on it; part of `busyMs`. */
  readonly profilerMs: number;
  /** Garbage collection; part of `busyMs`. */
  readonly gcMs: number;
}

export function timesOf(profile: CpuProfile): ProfileTimes {
  const times = selfTimes(profile);
  const sumOf = (kind: Frame['kind']) =>
    times.reduce((sum, ms, at) => (profile.nodes[at]!.frame.kind === kind ? sum + ms : sum), 0);
  const idleMs = sumOf('idle');
  const busyMs = times.reduce((sum, ms) => sum + ms, 0) - idleMs;
  return { busyMs, idleMs, profilerMs: sumOf('profiler'), gcMs: sumOf('gc') };
}
