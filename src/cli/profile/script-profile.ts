import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CpuProfile, readCpuProfile } from '../../profiler/index.ts';
import { cliError } from '../errors.ts';

/** A program to profile. */
export interface ScriptRun {
  /** A file, or the name of a command of `uptempo`. */
  readonly target: string;
  readonly argv: readonly string[];
  readonly samplingIntervalMs: number;
  /** After so many it is told to end; else it ends by itself. */
  readonly seconds: number | undefined;
  /** Whether what it prints goes to standard error, since standard output is for the report. */
  readonly isQuiet: boolean;
}

export interface ScriptProfile {
  readonly profile: CpuProfile;
  readonly exitCode: number;
}

/** Node writes a profile when it exits, and not when a signal ends it; see that file. */
const EXIT_ON_SIGNALS = new URL('./exit-on-signals.js', import.meta.url);
const PRELOADED = import.meta.url.endsWith('.ts')
  ? EXIT_ON_SIGNALS.href.replace(/\.js$/, '.ts')
  : EXIT_ON_SIGNALS.href;

/**
 * Runs a script, or a command of `uptempo`, under V8's profiler from its first line to its end.
 *
 * @throws cli.profile.missing
 */
export async function profileScript(run: ScriptRun): Promise<ScriptProfile> {
  const folder = mkdtempSync(join(tmpdir(), 'uptempo-profile-'));
  try {
    const { pid, exitCode } = await runProfiled(run, folder);
    const startedAt = Date.now();
    const facts = { startedAt, samplingIntervalMs: run.samplingIntervalMs };
    return { exitCode, profile: readCpuProfile(readProfile(folder, pid, exitCode), facts) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runProfiled(run: ScriptRun, folder: string) {
  const program = existsSync(run.target) ? [run.target] : [process.argv[1]!, run.target];
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      '--cpu-prof',
      `--cpu-prof-dir=${folder}`,
      `--cpu-prof-interval=${Math.round(run.samplingIntervalMs * 1000)}`,
      `--import=${PRELOADED}`,
      ...program,
      ...run.argv,
    ],
    { stdio: ['inherit', run.isQuiet ? 2 : 'inherit', 'inherit'] },
  );
  const { promise, resolve, reject } = Promise.withResolvers<{ pid: number; exitCode: number }>();
  // Ctrl-C reaches the program too; we wait for what it leaves.
  const wait = () => {};
  process.on('SIGINT', wait);
  const end = () => child.kill('SIGTERM');
  const timer = run.seconds === undefined ? undefined : setTimeout(end, run.seconds * 1000);
  child.once('error', reject);
  child.once('exit', (code) => resolve({ pid: child.pid!, exitCode: code ?? 1 }));
  return promise.finally(() => {
    clearTimeout(timer);
    process.off('SIGINT', wait);
  });
}

/** Threads and processes that the program starts write profiles too; the first thread's counts. */
function readProfile(folder: string, pid: number, exitCode: number): unknown {
  const name = readdirSync(folder).find((file) => {
    const [, , , ofProcess, ofThread] = file.split('.');
    return ofProcess === String(pid) && ofThread === '0';
  });
  if (name !== undefined) return JSON.parse(readFileSync(join(folder, name), 'utf8'));
  throw cliError('cli.profile.missing', `The program left no profile; it ended with ${exitCode}.`, {
    hint: 'A program that is killed, or that ends itself by process.abort(), leaves none.',
  });
}
