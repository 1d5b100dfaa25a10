import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Passes connections on to a server, and can keep what clients send for a while. */
export interface HoldingProxy {
  /** The server's address, through the proxy. */
  readonly url: string;
  /** Keeps what the connections of now send; new ones are passed on. */
  holdBack(): void;
  /** Passes on what was kept. */
  letGo(): void;
  /** Resolves when the server has ended another connection. */
  nextEnd(): Promise<void>;
}

/** Opens a proxy to the server of an address; it is closed when the test is over. */
export async function openProxy(address: URL): Promise<HoldingProxy> {
  const sockets = new Set<Socket>();
  const clients = new Set<Socket>();
  let ended = Promise.withResolvers<void>();
  const proxy = createServer((client) => {
    const server = connect(Number(address.port), address.hostname);
    for (const socket of [client, server]) sockets.add(socket.on('error', () => {}));
    clients.add(client);
    client.pipe(server).pipe(client);
    server.once('close', () => ended.resolve());
    client.once('close', () => server.destroy());
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const url = new URL(address);
  url.hostname = '127.0.0.1';
  url.port = String((proxy.address() as AddressInfo).port);
  const held: Socket[] = [];
  return {
    url: url.href,
    holdBack: () => held.push(...[...clients].map((client) => client.pause())),
    letGo: () => held.splice(0).forEach((client) => void client.resume()),
    nextEnd: () => {
      ended = Promise.withResolvers<void>();
      return ended.promise;
    },
  };
}
