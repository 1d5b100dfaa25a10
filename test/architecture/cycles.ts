import type { SourceFile } from './source-file.ts';

/**
 * The circles of files that import each other at run time, each as the paths along one way round.
 * A group of entangled files gives one circle through it, not all of them.
 */
export function importCycles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const graph = new Map(files.map((file) => [file.path, staticTargets(file)]));
  const cycles: (readonly string[])[] = [];
  const finished = new Set<string>();
  for (const start of graph.keys()) visit(start, []);
  return cycles;

  function visit(path: string, trail: readonly string[]): void {
    if (finished.has(path)) return;
    const seenAt = trail.indexOf(path);
    if (seenAt !== -1) {
      cycles.push(trail.slice(seenAt));
      return;
    }
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  }
}

function staticTargets({ imports }: SourceFile): readonly string[] {
  return imports.flatMap(({ kind, target }) =>
    kind === 'static' && target !== undefined ? [target] : [],
  );
}
