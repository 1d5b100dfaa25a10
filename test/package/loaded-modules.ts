import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Consumer } from './packed-package.ts';

/** What a fresh process loaded to import one module. */
export interface LoadedModules {
  /** Names that the module exports. */
  readonly exports: readonly string[];
  /** Folders of the framework: `orm`. */
  readonly folders: readonly string[];
  /** npm packages but the framework itself, and parts of Node as `node:sqlite`. */
  readonly packages: readonly string[];
}

/** Notes the address of all that is resolved, by import or by require, on the way to one module. */
const PROBE = `
import { registerHooks } from 'node:module';
const urls = new Set();
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    urls.add(resolved.url);
    return resolved;
  },
});
const loaded = await import(process.argv[2]);
console.log(JSON.stringify({ exports: Object.keys(loaded), urls: [...urls] }));
`;

/** Imports `specifier` in a process of its own, under the Node at this path. */
export function loadedModules(consumer: Consumer, node: string, specifier: string): LoadedModules {
  writeFileSync(join(consumer.folder, 'probe.mjs'), PROBE);
  const report: { exports: string[]; urls: string[] } = JSON.parse(
    consumer.run(node, ['probe.mjs', specifier]),
  );
  return {
    exports: report.exports,
    folders: unique(report.urls, /\/node_modules\/uptempo\/dist\/([^/]+)\//),
    packages: [
      ...unique(report.urls, /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/),
      ...unique(report.urls, /^(node:.+)$/),
    ].filter((name) => name !== 'uptempo'),
  };
}

/** The first group of each match, once each. */
function unique(urls: readonly string[], pattern: RegExp): readonly string[] {
  return [...new Set(urls.flatMap((url) => pattern.exec(url)?.[1] ?? []))];
}
