import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** This folder's modules are TypeScript in the repository and JavaScript in the package. */
const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

const FOLDER = new URL('./page/', import.meta.url);

/** The scripts that run in the browser, by name without extension. */
export interface PageAssets {
  /** Changes when any of them does; stands in their path, so that browsers may keep them. */
  readonly version: string;
  /** JavaScript of one module; undefined when there is none of that name. */
  read(name: string): Promise<string | undefined>;
}

/** Reads the folder `page/` once. Types are taken out when the first script is asked for. */
export function loadPageAssets(): PageAssets {
  const sources = readSources();
  const version = createHash('sha256')
    .update(JSON.stringify([...sources]))
    .digest('hex')
    .slice(0, 12);
  let scripts: Promise<ReadonlyMap<string, string>> | undefined;
  return {
    version,
    async read(name) {
      scripts ??= EXTENSION === '.ts' ? stripTypes(sources) : Promise.resolve(sources);
      return (await scripts).get(name);
    },
  };
}

function readSources(): ReadonlyMap<string, string> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(EXTENSION));
  return new Map(
    files.map((file) => [
      file.slice(0, -EXTENSION.length),
      readFileSync(new URL(file, FOLDER), 'utf8'),
    ]),
  );
}

/**
 * In a worker, because Node prints a warning where it strips types by request, and a worker's
 * standard error can be left unread. Specifiers get the extension that the files are served with.
 */
const STRIPPER = `
const { stripTypeScriptTypes } = require('node:module');
const { parentPort, workerData } = require('node:worker_threads');
const strip = (source) =>
  stripTypeScriptTypes(source).replace(/(from\\s+')(\\.\\/[\\w-]+)\\.ts(?=')/g, '$1$2.js');
parentPort.postMessage(new Map([...workerData].map(([name, source]) => [name, strip(source)])));
`;

function stripTypes(sources: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(STRIPPER, { eval: true, workerData: sources, stderr: true });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
