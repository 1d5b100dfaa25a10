import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suggest } from '../../src/core/index.ts';
import type { Bench, Workload } from './bench.ts';

const FOLDER = join(import.meta.dirname, '..');

/** The names of all benches, in order. */
export function benchNames(): readonly string[] {
  return globSync('*.ts', { cwd: FOLDER })
    .map((file) => basename(file, '.ts'))
    .filter((name) => name !== 'run')
    .sort();
}

/** @throws Error with the nearest name when there is none of this name. */
export async function loadBench(name: string): Promise<Bench> {
  const names = benchNames();
  if (!names.includes(name))
    throw new Error(`There is no bench "${name}". ${suggest(name, names)}`);
  const module: { bench: Bench } = await import(pathToFileURL(join(FOLDER, `${name}.ts`)).href);
  return module.bench;
}

/** Sets the bench up where it has something to set up. */
export async function workloadsOf({ workloads }: Bench): Promise<readonly Workload[]> {
  return typeof workloads === 'function' ? workloads() : workloads;
}
