import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/repository.ts';

/** A project that has the packed tarball installed and nothing else. */
export interface Consumer {
  readonly folder: string;
  /** Runs a program in the project and returns what it printed. */
  run(program: string, parameters: readonly string[]): string;
  remove(): void;
}

/**
 * Packs the repository, which builds it first, and installs the tarball into a new project the
 * way somebody who depends on it does: without its development dependencies.
 */
export function installPackedPackage(): Consumer {
  const folder = mkdtempSync(join(tmpdir(), 'uptempo-package-'));
  const tarball = pack(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const parameters = ['--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'];
  run(folder, 'npm', ['install', ...parameters, tarball]);
  return {
    folder,
    run: (program, parameters) => run(folder, program, parameters),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function pack(destination: string): string {
  const output = run(root, 'npm', ['pack', '--silent', '--pack-destination', destination]);
  return join(destination, output.trim().split('\n').at(-1)!);
}

/** @throws Error with all that the program printed when it fails. */
function run(folder: string, program: string, parameters: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, parameters, {
    cwd: folder,
    encoding: 'utf8',
    env: outsideOfNpm(),
  });
  if (status === 0) return stdout;
  const command = [program, ...parameters].join(' ');
  throw new Error(`${command} failed: ${error?.message ?? ''}\n${stdout}${stderr}`);
}

/** The environment without what `npm test` tells its scripts: an npm in it is on its own. */
function outsideOfNpm(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|command|config_local_prefix|config_prefix)/.test(name),
  );
  return Object.fromEntries(entries);
}
