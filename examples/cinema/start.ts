import { spawn } from 'node:child_process';
import { join } from 'node:path';

// `npm start` of this repository: `uptempo` from its sources, one command after another. In a
// project of its own the scripts of package.json do that.
for (const command of ['migrate', 'load-movies', 'dev']) {
  process.exitCode = await uptempo(command);
  if (process.exitCode !== 0) break;
}

/** Runs a command in this folder, and ends it when this is to end. Resolves to its exit code. */
async function uptempo(command: string): Promise<number> {
  const folder = import.meta.dirname;
  const program = join(folder, '../../src/cli/bin.ts');
  const child = spawn(process.execPath, ['-C', 'uptempo-source', program, command], {
    cwd: folder,
    stdio: 'inherit',
  });
  const stop = () => child.kill();
  process.on('SIGINT', stop).on('SIGTERM', stop);
  // npm passes SIGTERM on to its shell, which does not: its end is the sign.
  const shell = process.ppid;
  const watch = setInterval(() => process.ppid !== shell && stop(), 250);
  const { promise, resolve } = Promise.withResolvers<number>();
  child.on('close', (code) => resolve(code ?? 1));
  const code = await promise;
  clearInterval(watch);
  process.off('SIGINT', stop).off('SIGTERM', stop);
  return code;
}
