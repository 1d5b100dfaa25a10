import { connect, type Socket } from 'node:net';
import type { MemcachedServer } from './address.ts';
import { type MemcachedReply, ReplyParser } from './reply-parser.ts';

interface Waiting {
  resolve(replies: readonly MemcachedReply[]): void;
  reject(error: unknown): void;
  /** Whether the answer is many lines up to `END`. */
  readonly isDump: boolean;
  readonly lines: MemcachedReply[];
}

/**
 * A connection to one server. Commands are sent as they come and answered in their order, so many
 * are on their way at a time; those of one turn of the event loop go out in one packet.
 */
export class MemcachedConnection {
  readonly #server: MemcachedServer;
  readonly #connectTimeoutMs: number;
  #socket: Socket | undefined;
  #isCorked = false;
  /** Answers that are to come, in the order of their commands. */
  #waiting: Waiting[] = [];
  #nextWaiting = 0;

  constructor(server: MemcachedServer, connectTimeoutMs: number) {
    this.#server = server;
    this.#connectTimeoutMs = connectTimeoutMs;
  }

  /** Sends a command, connecting first if need be; rejects when the connection is lost. */
  async send(command: string, data?: Uint8Array): Promise<MemcachedReply> {
    const [reply] = await this.#exchange(command, data, false);
    return reply!;
  }

  /** Sends a command that is answered by lines up to `END`. */
  dump(command: string): Promise<readonly MemcachedReply[]> {
    return this.#exchange(command, undefined, true);
  }

  /** The next command opens another. */
  close(): void {
    this.#lose(new Error('the connection was closed'));
  }

  #exchange(
    command: string,
    data: Uint8Array | undefined,
    isDump: boolean,
  ): Promise<readonly MemcachedReply[]> {
    const socket = this.#socket ?? this.#open();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject, isDump, lines: [] });
      this.#cork(socket);
      socket.write(`${command}\r\n`);
      if (data === undefined) return;
      socket.write(data);
      socket.write('\r\n');
    });
  }

  #cork(socket: Socket): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    socket.cork();
    process.nextTick(() => {
      this.#isCorked = false;
      socket.uncork();
    });
  }

  #open(): Socket {
    const { host, port } = this.#server;
    const socket = connect({ host, port, noDelay: true, keepAlive: true });
    const parser = new ReplyParser();
    this.#socket = socket;
    socket.setTimeout(this.#connectTimeoutMs, () => socket.destroy(new Error('no connection')));
    socket.once('connect', () => socket.setTimeout(0));
    socket.on('data', (chunk) => this.#read(socket, parser, chunk as Buffer));
    socket.on('error', (error) => this.#lose(error, socket));
    socket.on('close', () => this.#lose(new Error('the connection was lost'), socket));
    return socket;
  }

  #read(socket: Socket, parser: ReplyParser, chunk: Buffer): void {
    if (socket !== this.#socket) return;
    try {
      parser.push(chunk, (reply) => this.#answer(reply));
    } catch (error) {
      this.#lose(error, socket);
    }
  }

  #answer(reply: MemcachedReply): void {
    const waiting = this.#waiting[this.#nextWaiting];
    if (waiting === undefined) throw new Error('an answer to nothing');
    waiting.lines.push(reply);
    if (waiting.isDump && !endsDump(reply)) return;
    this.#nextWaiting += 1;
    if (this.#nextWaiting > 1_000 || this.#nextWaiting === this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#nextWaiting);
      this.#nextWaiting = 0;
    }
    waiting.resolve(waiting.lines);
  }

  /** Whatever is under way fails: which answer would belong to it cannot be known any more. */
  #lose(error: unknown, socket = this.#socket): void {
    if (socket !== this.#socket) return;
    const waiting = this.#waiting.slice(this.#nextWaiting);
    this.#socket = undefined;
    this.#isCorked = false;
    this.#waiting = [];
    this.#nextWaiting = 0;
    socket?.destroy();
    for (const { reject } of waiting) reject(error);
  }
}

function endsDump({ words }: MemcachedReply): boolean {
  return !words[0]!.startsWith('key=');
}
