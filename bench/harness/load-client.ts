import { connect, type Socket } from 'node:net';
import { ResponseParser } from './response-parser.ts';

export interface LoadOptions {
  readonly port: number;
  readonly path: string;
  /** Connections that are kept open, each with one request on its way. */
  readonly connections: number;
  /** Requests sent in all, over all connections. */
  readonly requests: number;
  /** Gives up after this long. Default: a minute. */
  readonly limitMs?: number;
}

export interface LoadResult {
  readonly elapsedMs: number;
  readonly requests: number;
  /** Bytes of the bodies. */
  readonly bodyBytes: number;
}

const DEFAULT_LIMIT_MS = 60_000;

/**
 * Sends GET requests to this machine over raw sockets, the next one when the answer before has
 * arrived (a closed model: it measures throughput, its latencies would mean nothing). It costs
 * about a third more CPU than wrk, so that the server and not the client is measured.
 *
 * @throws Error when an answer's status is not 200, when a connection is lost, or after `limitMs`.
 */
export async function sendLoad(options: LoadOptions): Promise<LoadResult> {
  const budget = { left: options.requests };
  const startedMs = performance.now();
  const deadline = AbortSignal.timeout(options.limitMs ?? DEFAULT_LIMIT_MS);
  const bytes = await Promise.all(
    Array.from({ length: Math.min(options.connections, options.requests) }, () =>
      driveConnection(options, budget, deadline),
    ),
  );
  return {
    elapsedMs: performance.now() - startedMs,
    requests: options.requests,
    bodyBytes: bytes.reduce((total, count) => total + count, 0),
  };
}

/** Sends requests over one connection while there are any left; resolves to the body bytes. */
function driveConnection(
  options: LoadOptions,
  budget: { left: number },
  deadline: AbortSignal,
): Promise<number> {
  const request = `GET ${options.path} HTTP/1.1\r\nHost: 127.0.0.1:${options.port}\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host: '127.0.0.1', port: options.port, noDelay: true });
    const parser = new ResponseParser();
    let isDone = false;
    const finish = (error?: Error) => {
      if (isDone) return;
      isDone = true;
      deadline.removeEventListener('abort', onDeadline);
      socket.destroy();
      if (error === undefined) resolve(parser.bodyBytes);
      else reject(error);
    };
    const onDeadline = () => finish(new Error(`${options.path}: no end in time`));
    const sendNext = () => {
      if (budget.left === 0) return finish();
      budget.left--;
      socket.write(request);
    };
    deadline.addEventListener('abort', onDeadline);
    socket.once('connect', sendNext);
    socket.on('error', finish);
    socket.on('close', () => finish(new Error(`${options.path}: the server hung up`)));
    socket.on('data', (chunk: Buffer) => {
      try {
        if (parser.push(chunk)) sendNext();
      } catch (error) {
        finish(error as Error);
      }
    });
  });
}
