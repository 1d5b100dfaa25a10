import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * Starts a server of bench/peers/ that is written in Python, and tells its port to the bench. It
 * prints `{"port": n}` and ends with its standard input.
 *
 * @param program - its path from here.
 */
export async function startPythonServer(program: string, given: readonly string[]): Promise<void> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const server = spawn('python3', [file, ...given], { stdio: ['pipe', 'pipe', 'inherit'] });
  process.once('disconnect', () => {
    server.stdin.end();
    process.exit();
  });
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  process.send?.(JSON.parse(line));
}
