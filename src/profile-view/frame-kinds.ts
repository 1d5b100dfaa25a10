import type { FrameJson, ProfileDocument } from './document.ts';

/** Whose code a function is, in the order of the legend. */
export const KINDS: Readonly<Record<string, string>> = {
  application: 'Application',
  template: 'Templates',
  framework: 'Uptempo',
  package: 'Packages',
  node: 'Node',
  native: 'V8 and native code',
  gc: 'Garbage collection',
  program: 'Outside of JavaScript',
  profiler: 'The profiler itself',
};

/** What is not the application's, and hidden where only that is looked at. */
export const OTHERS_CODE: ReadonlySet<string> = new Set(['framework', 'package', 'node', 'native']);

/** Shares of the time by kind, those that have any, in the order of the legend. */
export function kindShares({
  frames,
  tree,
}: ProfileDocument): readonly (readonly [string, number])[] {
  const ms = new Map<string, number>();
  tree.selfMs.forEach((selfMs, node) => {
    const { kind } = frames[tree.frame[node]!]!;
    ms.set(kind, (ms.get(kind) ?? 0) + selfMs);
  });
  const whole = tree.totalMs[0] || 1;
  return Object.keys(KINDS)
    .map((kind) => [kind, (ms.get(kind) ?? 0) / whole] as const)
    .filter(([, share]) => share > 0);
}

/** `movies.ts:12`, or whose it is where it has no place. */
export function placeText({ file, line, kind }: FrameJson): string {
  if (file === '') return KINDS[kind] ?? kind;
  return line > 0 ? `${file}:${line}` : file;
}
