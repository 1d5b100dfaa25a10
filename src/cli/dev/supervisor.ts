import { type ChildProcess, fork } from 'node:child_process';
import { relative } from 'node:path';
import type { Terminal } from '../terminal/terminal.ts';
import { showBanner } from './banner.ts';
import { ProjectWatcher } from './project-watcher.ts';
import { type ListeningMessage, type StopMessage, SUPERVISED } from './supervision.ts';

export interface SupervisorOptions {
  /** Folder whose source files are watched. */
  readonly root: string;
  /** Command line of the server. */
  readonly argv: readonly string[];
  readonly terminal: Terminal;
}

/** How long a server that was told to stop may take before it is killed. */
const STOP_MS = 3_000;

/**
 * Runs the server as a process of its own and starts it again when a source file changes. A
 * server that fails later is started again with the next change; one that never came up ends the
 * command.
 *
 * @returns the exit code.
 */
export function supervise(options: SupervisorOptions): Promise<number> {
  return new Supervisor(options).run();
}

class Supervisor {
  readonly #root: string;
  readonly #argv: readonly string[];
  readonly #terminal: Terminal;
  readonly #ended = Promise.withResolvers<number>();
  #server: ChildProcess | undefined;
  /** The port of the first start, so that the address stays when any free one was asked for. */
  #port: number | undefined;
  #changedFile: string | undefined;
  #isEnding = false;

  constructor({ root, argv, terminal }: SupervisorOptions) {
    this.#root = root;
    this.#argv = argv;
    this.#terminal = terminal;
  }

  async run(): Promise<number> {
    const watcher = new ProjectWatcher(this.#root, (file) => this.#restart(file));
    const end = () => this.#end();
    process.on('SIGINT', end).on('SIGTERM', end);
    this.#start();
    const code = await this.#ended.promise;
    process.off('SIGINT', end).off('SIGTERM', end);
    watcher.close();
    return code;
  }

  #start(): void {
    const port = this.#port === undefined ? [] : ['--port', String(this.#port)];
    const server = fork(process.argv[1]!, [...this.#argv, ...port], {
      env: { ...process.env, [SUPERVISED]: '1' },
    });
    server.on('message', (message: ListeningMessage) => this.#listening(message));
    server.on('exit', (code) => this.#exited(code));
    this.#server = server;
  }

  #listening({ url, port }: ListeningMessage): void {
    if (this.#port === undefined) showBanner(this.#terminal, url, true);
    else this.#note(`Started again on ${url}.`);
    this.#port = port;
  }

  #restart(file: string): void {
    this.#note(`${relative(this.#root, file)} has changed.`);
    this.#changedFile = file;
    if (this.#server === undefined) this.#startAgain();
    else this.#stopServer();
  }

  #exited(code: number | null): void {
    this.#server = undefined;
    if (this.#isEnding) this.#ended.resolve(0);
    else if (this.#changedFile !== undefined) this.#startAgain();
    else if (this.#port === undefined) this.#ended.resolve(code ?? 1);
    else this.#note('The server has stopped. The next change to the code starts it again.');
  }

  #startAgain(): void {
    this.#changedFile = undefined;
    this.#start();
  }

  #stopServer(): void {
    const server = this.#server;
    if (server?.connected === true) server.send({ type: 'stop' } satisfies StopMessage);
    setTimeout(() => server?.kill('SIGKILL'), STOP_MS).unref();
  }

  #end(): void {
    this.#isEnding = true;
    if (this.#server === undefined) this.#ended.resolve(0);
    else this.#stopServer();
  }

  #note(text: string): void {
    this.#terminal.line(this.#terminal.style('dim', text));
  }
}
