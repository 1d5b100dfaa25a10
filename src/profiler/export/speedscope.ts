import type { CpuProfile } from '../cpu/cpu-profile.ts';
import type { Frame } from '../cpu/frame.ts';

/** A file that https://www.speedscope.app opens; only what we write of its format. */
export interface SpeedscopeFile {
  readonly $schema: 'https://www.speedscope.app/file-format-schema.json';
  readonly name: string;
  readonly exporter: string;
  readonly activeProfileIndex: number;
  readonly shared: { readonly frames: readonly SpeedscopeFrame[] };
  readonly profiles: readonly SpeedscopeProfile[];
}

export interface SpeedscopeFrame {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
}

/** The stack of each sample, outermost first, as indices into the shared frames. */
export interface SpeedscopeProfile {
  readonly type: 'sampled';
  readonly name: string;
  readonly unit: 'milliseconds';
  readonly startValue: number;
  readonly endValue: number;
  readonly samples: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

/** One profile, in which samples that follow one another with the same stack are one. */
export function toSpeedscope(profile: CpuProfile, name = 'CPU profile'): SpeedscopeFile {
  const frames = new Map<Frame, number>();
  const stacks = profile.nodes.map(() => undefined as readonly number[] | undefined);
  const stackOf = (index: number) => (stacks[index] ??= stackFrames(profile, index, frames));
  const samples: (readonly number[])[] = [];
  const weights: number[] = [];
  profile.samples.forEach((node, at) => {
    const stack = stackOf(node);
    if (samples.length > 0 && samples.at(-1) === stack) {
      weights[weights.length - 1]! += profile.weightMs[at]!;
      return;
    }
    samples.push(stack);
    weights.push(profile.weightMs[at]!);
  });
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name,
    exporter: 'uptempo',
    activeProfileIndex: 0,
    shared: { frames: Array.from(frames.keys(), speedscopeFrame) },
    profiles: [
      {
        type: 'sampled',
        name,
        unit: 'milliseconds',
        startValue: 0,
        endValue: weights.reduce((sum, weight) => sum + weight, 0),
        samples,
        weights,
      },
    ],
  };
}

/** The root is left out: it is no function. Idle samples keep its place with an empty stack. */
function stackFrames(
  { nodes }: CpuProfile,
  index: number,
  frames: Map<Frame, number>,
): readonly number[] {
  const stack: number[] = [];
  for (let at = index; at > 0; at = nodes[at]!.parent) {
    const { frame } = nodes[at]!;
    if (!frames.has(frame)) frames.set(frame, frames.size);
    stack.push(frames.get(frame)!);
  }
  return stack.reverse();
}

function speedscopeFrame({ functionName, file, line, column }: Frame): SpeedscopeFrame {
  return {
    name: functionName,
    ...(file !== '' && { file }),
    ...(line > 0 && { line }),
    ...(column > 0 && { col: column }),
  };
}
