import type { ClientConnection, ConnectedClient } from './client.ts';

/**
 * Asks the server to cancel what the client's connection is running. The request goes over a
 * connection of its own, with TLS if the client has it, and is never answered: the server closes
 * that connection when it has passed the request on. What is cancelled fails with SQLSTATE 57014;
 * whatever has just ended by itself is not.
 *
 * Resolves in any case: a request that can't be sent has no effect, and the statement goes on.
 */
export function requestCancel(client: ConnectedClient): Promise<void> {
  const { processID, secretKey } = client;
  if (processID === null || secretKey === null) return Promise.resolve();
  return new Promise((resolve) => {
    const connection = newConnection(client);
    const send = () => connection.cancel(processID, secretKey);
    const hasTls = Boolean(client.connectionParameters.ssl);
    const isDirect = client.connectionParameters.sslnegotiation === 'direct';
    connection.on('connect', () => {
      if (!hasTls) send();
      else if (!isDirect) connection.requestSsl();
    });
    connection.on('sslconnect', send);
    connection.on('error', () => resolve());
    connection.on('end', () => resolve());
    if (client.host.startsWith('/')) connection.connect(`${client.host}/.s.PGSQL.${client.port}`);
    else connection.connect(client.port, client.host);
  });
}

/** Another connection of pg's own class, which knows how to do TLS. */
function newConnection({ connection, connectionParameters }: ConnectedClient): ClientConnection {
  type ConnectionClass = new (config: {
    readonly ssl: unknown;
    readonly sslNegotiation: string | undefined;
  }) => ClientConnection;
  const Connection = connection.constructor as ConnectionClass;
  const { ssl, sslnegotiation } = connectionParameters;
  return new Connection({ ssl, sslNegotiation: sslnegotiation });
}
