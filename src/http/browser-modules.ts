import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** The framework's modules are TypeScript in the repository and JavaScript in the package. */
const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** The folder that holds this framework, `src/` or `dist/`. */
const ROOT = new URL('../', import.meta.url);

/** What every page builds on. */
const SHARED_FOLDER = 'browser';

/** Modules of the framework that run in the browser. */
export interface BrowserModules {
  /** Changes when any of them does; stands in their path, so that browsers may keep them. */
  readonly version: string;
  /** JavaScript of a module, `toolbar/page/toolbar.js`; undefined when there is none of that path. */
  read(path: string): Promise<string | undefined>;
}

/**
 * Reads the modules of `folders`, such as `toolbar/page`, and those all pages share. They are to be
 * served below one address under the paths they have in the source, so that their imports hold.
 * Types are taken out when the first of them is asked for.
 */
export function browserModules(...folders: readonly string[]): BrowserModules {
  const sources = new Map([SHARED_FOLDER, ...folders].flatMap(readFolder));
  const version = createHash('sha256')
    .update(JSON.stringify([...sources]))
    .digest('hex')
    .slice(0, 12);
  let scripts: Promise<ReadonlyMap<string, string>> | undefined;
  return {
    version,
    async read(path) {
      scripts ??= EXTENSION === '.ts' ? stripTypes(sources) : Promise.resolve(sources);
      return (await scripts).get(path);
    },
  };
}

function readFolder(folder: string): readonly (readonly [path: string, text: string])[] {
  const url = new URL(`${folder}/`, ROOT);
  return readdirSync(url)
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => [
      `${folder}/${file.slice(0, -EXTENSION.length)}.js`,
      readFileSync(new URL(file, url), 'utf8'),
    ]);
}

/**
 * In a worker, because Node prints a warning where it strips types by request, and a worker's
 * standard error can be left unread. Specifiers get the extension that the files are served with.
 */
const STRIPPER = `
const { stripTypeScriptTypes } = require('node:module');
const { parentPort, workerData } = require('node:worker_threads');
const strip = (source) =>
  stripTypeScriptTypes(source).replace(/(from\\s+')(\\.[\\w./-]+)\\.ts(?=')/g, '$1$2.js');
parentPort.postMessage(new Map([...workerData].map(([path, source]) => [path, strip(source)])));
`;

function stripTypes(sources: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(STRIPPER, { eval: true, workerData: sources, stderr: true });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
