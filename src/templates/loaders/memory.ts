import type { TemplateLoader } from './loader.ts';

/** Templates in memory: an object or a Map of texts by name. A Map may change later. */
export function memoryLoader(
  templates: Readonly<Record<string, string>> | ReadonlyMap<string, string>,
): TemplateLoader {
  const texts = templates instanceof Map ? templates : new Map(Object.entries(templates));
  const id = `memory-${++loaders}:`;
  return {
    places: ['memory'],
    locate(name, skip) {
      const text = texts.get(name);
      if (text === undefined || skip.has(id + name)) return undefined;
      return { key: id + name, file: undefined, stamp: text, read: () => text };
    },
    names: () => texts.keys(),
  };
}

/** Keys of two loaders that have the same name must differ. */
let loaders = 0;
