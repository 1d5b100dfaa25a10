import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPrograms, isExecutable } from '../services/index.ts';
import { root } from './root.ts';

/** The versions of Node that the package supports. */
export const SUPPORTED_NODES = [24, 26] as const;

export type NodeMajor = (typeof SUPPORTED_NODES)[number];

/**
 * Path of a Node of this major version: what `UPTEMPO_NODE24` (or 26) names, else an installed
 * one, else one that npm installs into `.cache/`.
 *
 * @throws Error when the variable names another version or the installation fails.
 */
export function provideNode(major: NodeMajor): string {
  return namedNode(major) ?? installedNode(major) ?? installNode(major);
}

/** Environment for a program under this Node, so that the `node` it finds is the same. */
export function withNode(node: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...environment, PATH: `${dirname(node)}:${environment.PATH ?? ''}` };
}

function namedNode(major: NodeMajor): string | undefined {
  const variable = `UPTEMPO_NODE${major}`;
  const path = process.env[variable];
  if (path === undefined || path === '') return undefined;
  if (majorOf(path) === major) return path;
  throw new Error(`${variable} must be the path of a Node ${major}; ${path} is not.`);
}

function installedNode(major: NodeMajor): string | undefined {
  const candidates = [process.execPath, ...findPrograms('node'), cachedNode(major)];
  return candidates.find((path) => majorOf(path) === major);
}

function installNode(major: NodeMajor): string {
  const folder = cacheFolder(major);
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, allowScripts: { node: true } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const parameters = ['install', '--prefix', folder, `node@${major}`];
  const run = spawnSync('npm', parameters, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const path = cachedNode(major);
  if (majorOf(path) === major) return path;
  throw new Error(
    `Node ${major} could not be installed (npm ${parameters.join(' ')}): ` +
      `${run.error?.message ?? run.stderr.trim()}\n` +
      `Name one in UPTEMPO_NODE${major}, or run the tests on one version with --node.`,
  );
}

function cachedNode(major: NodeMajor): string {
  return join(cacheFolder(major), 'node_modules', 'node', 'bin', 'node');
}

function cacheFolder(major: NodeMajor): string {
  return join(root, '.cache', `node-${major}`);
}

function majorOf(path: string): number | undefined {
  if (!isExecutable(path)) return undefined;
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return Number(/^v(\d+)\./.exec(stdout ?? '')?.[1]);
}
