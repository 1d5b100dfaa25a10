import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, freePort } from './ports.ts';
import type { OpenService } from './service.ts';

/** A server of one process that keeps its data in memory, and that tests may treat badly. */
export interface SmallServer extends OpenService {
  readonly port: number;
  readonly pid: number;
  /** Stops it at once; its data is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** Keeps it from answering, its connections open, and lets it go on. */
  pause(): void;
  resume(): void;
}

export interface SmallServerOptions {
  readonly program: string;
  /** Arguments for a port, and a folder that is removed in the end. */
  readonly flags: (port: number, folder: string) => readonly string[];
  readonly value: (port: number) => string;
}

/** Starts a server on a free port of the loopback interface; resolves when it takes connections. */
export async function startSmallServer(options: SmallServerOptions): Promise<SmallServer> {
  const folder = mkdtempSync(join(tmpdir(), 'uptempo-server-'));
  const port = await freePort();
  let server = await launch(options, port, folder);
  return {
    value: options.value(port),
    port,
    get pid() {
      return server.pid!;
    },
    kill: () => end(server),
    async start() {
      server = await launch(options, port, folder);
    },
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    async close() {
      await end(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(
  { program, flags }: SmallServerOptions,
  port: number,
  folder: string,
): Promise<ChildProcess> {
  const server = spawn(program, flags(port, folder), { cwd: folder, stdio: 'ignore' });
  let failure: Error | undefined;
  server.once('error', (error) => {
    failure = error;
  });
  // Whoever leaves without closing takes the server along.
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  server.once('exit', () => process.off('exit', kill));
  while (!(await answers(port))) {
    if (failure !== undefined) throw failure;
    if (server.exitCode !== null) throw new Error(`${program} ended with ${server.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  server.unref();
  return server;
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.ref();
  server.kill('SIGKILL');
  await ended;
}
