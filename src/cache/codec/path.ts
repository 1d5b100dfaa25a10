/** Objects looked at before the search gives up; the message is then less exact. */
const MAX_VISITED = 100_000;

/** A path that is longer has its middle left out. */
const MAX_LENGTH = 120;

/** Where in a value another one is, `value.movies[3].render`; only asked when something failed. */
export function pathTo(root: unknown, culprit: unknown): string {
  const seen = new Set<unknown>();
  const queue: { readonly value: unknown; readonly path: string }[] = [
    { value: root, path: 'the value' },
  ];
  for (let index = 0; index < queue.length && index < MAX_VISITED; index += 1) {
    const { value, path } = queue[index]!;
    if (value === culprit) return shortened(path);
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const [step, item] of children(value)) queue.push({ value: item, path: join(path, step) });
  }
  return 'something in the value';
}

function shortened(path: string): string {
  return path.length <= MAX_LENGTH ? path : `${path.slice(0, 60)} … ${path.slice(-40)}`;
}

function children(value: object): readonly (readonly [string, unknown])[] {
  if (value instanceof Map) {
    return [...value].flatMap(([key, item]) => [
      ['.keys()', key] as const,
      [`.get(${typeof key === 'object' ? '…' : JSON.stringify(String(key))})`, item] as const,
    ]);
  }
  if (value instanceof Set) return [...value].map((item) => ['.values()', item] as const);
  const steps = Object.entries(Object.getOwnPropertyDescriptors(value));
  return steps.map(([name, { value: item }]) => [
    Array.isArray(value) ? `[${name}]` : `.${name.slice(0, 40)}`,
    item,
  ]);
}

function join(path: string, step: string): string {
  return `${path === 'the value' ? 'value' : path}${step}`;
}
