import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { checkOptions, option, type UptempoError } from '../core/index.ts';
import { httpError } from './errors.ts';

export interface ListenOptions {
  /** Address to listen on. Default 127.0.0.1, reachable from this machine only. */
  readonly host?: string;
  /** Default 8000; 0 takes any free port. */
  readonly port?: number;
  /** How long running requests may take to finish when the server is told to stop. Default 10 s. */
  readonly graceMs?: number;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** `http://127.0.0.1:8000` */
  readonly url: string;
  /** Stops taking requests, lets the running ones finish, then closes the app. */
  close(): Promise<void>;
  /** Settles once the app has been closed, by `close` or by a signal. */
  readonly closed: Promise<void>;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Starts the app on a port and stops it gracefully on SIGINT and SIGTERM; a second signal ends
 * the process at once.
 *
 * The app is closed when it can't listen.
 *
 * @throws http.port.taken, http.port.privileged, http.address.unavailable
 */
export async function listen(
  app: FastifyInstance,
  options: ListenOptions = {},
): Promise<Listening> {
  checkOptions('listen()', options, {
    host: option.string,
    port: option.integer({ min: 0, max: 65_535 }),
    graceMs: option.integer({ min: 0 }),
  });
  const { host = '127.0.0.1', port = 8000, graceMs = 10_000 } = options;
  const closed = Promise.withResolvers<void>();
  await app.listen({ host, port }).catch(async (error: unknown) => {
    await app.close();
    throw explain(error, host, port);
  });
  // The hooks of the app, which disconnect databases, may outlast the server.
  app.server.once('close', () => closed.resolve(app.close()));
  const address = app.server.address() as AddressInfo;
  const close = () => closeWithin(app, graceMs);
  closeOnSignals(close, closed.promise);
  return {
    host,
    port: address.port,
    url: urlOf(host, address.port),
    close,
    closed: closed.promise,
  };
}

/** Connections that are still busy after the grace period are cut. */
async function closeWithin(app: FastifyInstance, graceMs: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}

function closeOnSignals(close: () => Promise<void>, closed: Promise<void>): void {
  let isClosing = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (isClosing) process.exit(signal === 'SIGINT' ? 130 : 143);
    isClosing = true;
    void close();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  void closed.then(() => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  });
}

function explain(error: unknown, host: string, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return portTaken(host, port, error);
    case 'EACCES':
      return httpError('http.port.privileged', `Port ${port} may not be opened by this user.`, {
        hint: `Ports below 1024 belong to the administrator; choose another: ${example(port)}.`,
        details: { host, port },
        cause: error,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return httpError('http.address.unavailable', `"${host}" is not an address of this machine.`, {
        hint: 'Use HOST=127.0.0.1 for this machine only, or HOST=0.0.0.0 for every address it has.',
        details: { host, port },
        cause: error,
      });
    default:
      return error;
  }
}

function portTaken(host: string, port: number, cause: unknown): UptempoError {
  return httpError('http.port.taken', `Port ${port} on ${host} is taken by another program.`, {
    hint: `Stop that program, or choose another port: ${example(port)}.`,
    details: { host, port },
    cause,
  });
}

function example(port: number): string {
  return `PORT=${port < 1024 ? port + 8000 : port === 65_535 ? 8000 : port + 1}`;
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
