import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

/** This folder, whose frames stand between every hook and who adds it. */
const OWN_FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** The folder that holds this framework, `src/` or `dist/`. */
const FRAMEWORK_FOLDER = fileURLToPath(new URL('../..', import.meta.url));

/** Packages between a plugin and its hook; they add none of their own. */
const PLUMBING: ReadonlySet<string> = new Set(['fastify', 'fastify-plugin', 'avvio']);

const PACKAGE = /node_modules[\\/](?<name>(?:@[^\\/]+[\\/])?[^\\/]+)[\\/](?!.*node_modules[\\/])/;

/**
 * Whose code is adding a hook now: a package, else the encapsulated plugin; empty for the
 * application itself. Fastify keeps no such record, so the stack has to tell.
 */
export function pluginAddingHook(app: FastifyInstance): string {
  const lines = (new Error().stack ?? '').split('\n').slice(1);
  for (const line of lines) {
    if (line.includes(OWN_FOLDER) || /\(node:|at node:/.test(line)) continue;
    if (line.includes(FRAMEWORK_FOLDER)) return 'uptempo';
    const name = PACKAGE.exec(line)?.groups?.name?.replaceAll('\\', '/');
    if (name === undefined) return encapsulatedName(app);
    if (!PLUMBING.has(name)) return name;
  }
  return encapsulatedName(app);
}

/** Of a function without a name Fastify takes the source, which is none. */
function encapsulatedName({ pluginName }: FastifyInstance): string {
  const [name = ''] = pluginName.split(' -> ', 1);
  return name === 'fastify' || !/^[\w@./-]+$/.test(name) ? '' : name;
}
