import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ChildMessages } from './child-messages.ts';
import { sendLoad } from './load-client.ts';
import type { Measure, MeasuredSubject, Subject } from './subject.ts';

export interface ServerSubjectOptions {
  /**
   * The program, usually `new URL('./servers/x.ts', import.meta.url)`. It listens on a free port
   * of 127.0.0.1, says so with `process.send({ port })`, and ends when its parent disconnects.
   */
  readonly file: URL;
  /** Environment variables of its own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly path: string;
  /** Connections kept busy at a time. Default 16. */
  readonly connections?: number;
  /** Whether the work is another process's, so that the program's processor time says nothing. */
  readonly isFront?: boolean;
}

/** A server's sample includes the connects, which must not weigh. */
const MIN_SAMPLE_MS = 250;
const DEFAULT_CONNECTIONS = 16;
const START_LIMIT_MS = 20_000;
const SERVER_CPU = new URL('./server-cpu.ts', import.meta.url).href;

/**
 * A server in a process of its own as a subject; an operation is one request, its result the body.
 * The inverse of an operation's time is requests/s. By the processor's time what the server has
 * worked counts, and not who sends the requests.
 */
export function serverSubject(options: ServerSubjectOptions): MeasuredSubject {
  const { isFront = false } = options;
  return { isFront, measuredBy: (measure) => serverMeasuredBy(measure, options) };
}

function serverMeasuredBy(measure: Measure, options: ServerSubjectOptions): Subject {
  if (measure === 'memory' || (measure === 'cpu' && options.isFront)) {
    throw new Error(`${options.file.pathname} cannot be measured by ${measure}.`);
  }
  const { path, connections = DEFAULT_CONNECTIONS } = options;
  let child: ChildProcess | undefined;
  let messages: ChildMessages | undefined;
  let port = 0;
  const cpuMs = async () => {
    child!.send('cpu');
    return ((await messages!.next()) as { cpuMs: number }).cpuMs;
  };
  return {
    minSampleMs: MIN_SAMPLE_MS,
    async open() {
      child = startServer(options);
      messages = new ChildMessages(child, options.file.pathname);
      port = portOf(await messages.next(START_LIMIT_MS));
    },
    async once() {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      if (!response.ok) throw new Error(`${path}: status ${response.status}`);
      return response.text();
    },
    async run(requests) {
      const beforeMs = measure === 'cpu' ? await cpuMs() : 0;
      const { elapsedMs } = await sendLoad({ port, path, connections, requests });
      return measure === 'cpu' ? (await cpuMs()) - beforeMs : elapsedMs;
    },
    async close() {
      child?.kill();
      await messages?.ended();
    },
  };
}

function startServer({ file, environment }: ServerSubjectOptions): ChildProcess {
  return fork(fileURLToPath(file), {
    execArgv: ['--conditions=uptempo-source', '--import', SERVER_CPU],
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

function portOf(message: unknown): number {
  return (message as { port: number }).port;
}
