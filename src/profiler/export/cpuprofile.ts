import type { CpuProfile, ProfileNode } from '../cpu/cpu-profile.ts';
import type { V8Profile, V8ProfileNode } from '../cpu/v8-profile.ts';

/** The content of a `.cpuprofile` file, which Chrome's and VS Code's tools open. */
export function toCpuProfile(profile: CpuProfile): V8Profile {
  const { nodes, samples, sampleMs, durationMs, startedAt } = profile;
  const hits = new Uint32Array(nodes.length);
  for (const index of samples) hits[index]!++;
  const children: number[][] = nodes.map(() => []);
  nodes.forEach(({ parent }, index) => {
    children[parent]?.push(index + 1);
  });
  const startTime = Math.round(startedAt * 1000);
  const timesUs = Array.from(sampleMs, (ms) => Math.round(ms * 1000));
  return {
    nodes: nodes.map((node, index) => v8Node(node, index, hits[index]!, children[index]!)),
    startTime,
    endTime: startTime + Math.round(durationMs * 1000),
    samples: Array.from(samples, (index) => index + 1),
    timeDeltas: timesUs.map((time, at) => time - (timesUs[at - 1] ?? 0)),
  };
}

function v8Node(
  { frame, lineTicks }: ProfileNode,
  index: number,
  hitCount: number,
  children: readonly number[],
): V8ProfileNode {
  const { functionName, url, line, column } = frame;
  return {
    id: index + 1,
    callFrame: {
      functionName: functionName === '(anonymous)' ? '' : functionName,
      scriptId: '0',
      url,
      lineNumber: line - 1,
      columnNumber: column - 1,
    },
    hitCount,
    children,
    positionTicks: Array.from(lineTicks, ([line, ticks]) => ({ line, ticks })),
  };
}
