import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly folder?: string;
}

/** A step that takes longer than this hangs; the whole run is expected to take minutes. */
const LIMIT_MS = 30 * 60_000;

/** Runs a program with its output passed through and no input; resolves to its exit code. */
export function runCommand(
  program: string,
  parameters: readonly string[],
  options: CommandOptions = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: LIMIT_MS,
      cwd: options.folder,
      env: options.environment ?? process.env,
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
