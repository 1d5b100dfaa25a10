import { connect as connectSocket, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { PgClient } from './client.ts';
import type { PostgresqlSettings } from './settings.ts';

/** Message codes: https://www.postgresql.org/docs/current/protocol-message-formats.html */
const CANCEL_REQUEST = 80_877_102;
const SSL_REQUEST = 80_877_103;

/**
 * Asks the server, over a connection of its own as the protocol wants it, to cancel what a session
 * runs. The server answers by closing that connection when it has sent the signal; whether there
 * was something to cancel it does not say. A failure is no news either: the statement goes on.
 */
export async function requestCancel(client: PgClient, settings: PostgresqlSettings): Promise<void> {
  const socket = openSocket(client);
  socket.setTimeout(settings.connectTimeoutMs || 0, () => socket.destroy());
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => {});
  socket.once('connect', async () => {
    const stream = settings.tls === undefined ? socket : await secured(socket, client, settings);
    stream?.write(int32s(16, CANCEL_REQUEST, client.processID, client.secretKey));
  });
  await closed;
}

function openSocket({ host, port }: PgClient): Socket {
  return host.startsWith('/')
    ? connectSocket(`${host}/.s.PGSQL.${port}`)
    : connectSocket(port, host);
}

/** The connection under TLS; undefined, and closed, when the server has none. */
function secured(
  socket: Socket,
  { host }: PgClient,
  { tls }: PostgresqlSettings,
): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    socket.write(int32s(8, SSL_REQUEST));
    socket.once('data', (answer) => {
      if (answer.toString() !== 'S') {
        socket.destroy();
        return resolve(undefined);
      }
      const name = isIP(host) === 0 ? { servername: host } : {};
      const stream = connectTls({ host, ...name, ...tls, socket });
      stream.on('error', () => socket.destroy());
      stream.once('secureConnect', () => resolve(stream));
    });
  });
}

function int32s(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, index) => {
    bytes.writeInt32BE(number | 0, index * 4);
  });
  return bytes;
}
