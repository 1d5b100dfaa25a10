import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { LocatedTemplate, TemplateLoader } from './loader.ts';

/** Templates in directories; the first that has the name counts. */
export function fileLoader(directories: readonly string[]): TemplateLoader {
  const places = directories.map((directory) => resolve(directory));
  return {
    places,
    locate(name, skip) {
      for (const place of places) {
        const file = join(place, name);
        if (skip.has(file)) continue;
        const located = locateFile(file);
        if (located !== undefined) return located;
      }
      return undefined;
    },
    *names() {
      for (const place of places) yield* namesIn(place);
    },
  };
}

function locateFile(file: string): LocatedTemplate | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) return undefined;
  return {
    key: file,
    file,
    stamp: `${stats.mtimeMs}:${stats.size}`,
    read: () => readFileSync(file, 'utf8'),
  };
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
      .map((name) => name.replaceAll(sep, '/'));
  } catch {
    // A directory that is not there has no names; the message lists it among the places.
    return [];
  }
}
