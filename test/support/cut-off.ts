import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** How a network fails: what is sent arrives nowhere and nobody is told, or connections are reset. */
export type Failure = 'silence' | 'resets';

/** A network between a client and a server, which can be cut. */
export interface Network {
  readonly port: number;
  /** All connections of now are lost for good; new ones fare the same until it is mended. */
  cut(failure: Failure): void;
  mend(): void;
}

/** Passes connections on to a server of this machine; it is closed when the test is over. */
export async function openNetwork(serverPort: number): Promise<Network> {
  const connections = new Set<Connection>();
  let failure: Failure | undefined;
  const proxy = createServer((client) => {
    const connection = new Connection(client, serverPort);
    connections.add(connection);
    client.once('close', () => connections.delete(connection));
    if (failure !== undefined) connection.fail(failure);
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const connection of connections) connection.end();
    proxy.close();
  });
  return {
    port: (proxy.address() as AddressInfo).port,
    cut(how) {
      failure = how;
      for (const connection of connections) connection.fail(how);
    },
    mend() {
      failure = undefined;
    },
  };
}

class Connection {
  readonly #client: Socket;
  readonly #server: Socket;
  #isLost = false;

  constructor(client: Socket, serverPort: number) {
    this.#client = client;
    this.#server = connect(serverPort, '127.0.0.1');
    this.#pass(client, this.#server);
    this.#pass(this.#server, client);
  }

  fail(failure: Failure): void {
    this.#isLost = true;
    this.#server.destroy();
    if (failure === 'resets') this.#client.resetAndDestroy();
  }

  end(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  /** What arrives once the connection is lost is read and dropped, as by a network. */
  #pass(from: Socket, to: Socket): void {
    from.on('error', () => {});
    from.on('data', (data) => {
      if (!this.#isLost) to.write(data);
    });
    from.on('close', () => {
      if (!this.#isLost) to.destroy();
    });
  }
}
