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
  /**
   * Keeps back what is sent to the server on the connections of now, though the client may close
   * them; new ones are not concerned.
   *
   * @returns what has it arrive; done when the server has read all of it.
   */
  hold(): () => Promise<void>;
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
    hold() {
      const held = [...connections];
      for (const connection of held) connection.hold();
      return async () => {
        await Promise.all(held.map((connection) => connection.release()));
      };
    },
  };
}

class Connection {
  readonly #client: Socket;
  readonly #server: Socket;
  #isLost = false;
  /** What was sent to the server and is kept back. */
  #held: Buffer[] | undefined;

  constructor(client: Socket, serverPort: number) {
    this.#client = client;
    this.#server = connect(serverPort, '127.0.0.1');
    this.#pass(client, (data) => this.#toServer(data), this.#server);
    this.#pass(this.#server, (data) => client.write(data), client);
  }

  fail(failure: Failure): void {
    this.#isLost = true;
    this.#server.destroy();
    if (failure === 'resets') this.#client.resetAndDestroy();
  }

  hold(): void {
    this.#held = [];
  }

  async release(): Promise<void> {
    const closed = this.#server.destroyed ? undefined : once(this.#server, 'close');
    this.#server.end(Buffer.concat(this.#held ?? []));
    await closed;
  }

  end(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  #toServer(data: Buffer): void {
    if (this.#held === undefined) this.#server.write(data);
    else this.#held.push(data);
  }

  /** What arrives once the connection is lost is read and dropped, as by a network. */
  #pass(from: Socket, forward: (data: Buffer) => void, to: Socket): void {
    from.on('error', () => {});
    from.on('data', (data: Buffer) => {
      if (!this.#isLost) forward(data);
    });
    from.on('close', () => {
      if (!this.#isLost && this.#held === undefined) to.destroy();
    });
  }
}
