import type { Socket } from 'node:net';

/**
 * The parts of a connected `pg.Client` that are used: it has chosen host and TLS, checked the
 * certificate and logged in. pg's type definitions leave most of these out.
 */
export interface ConnectedClient {
  readonly connection: ClientConnection;
  readonly connectionParameters: { readonly ssl: unknown; readonly sslnegotiation?: string };
  readonly host: string;
  readonly port: number;
  /** With which a query of the connection is cancelled, through another connection. */
  readonly processID: number | null;
  readonly secretKey: number | null;
  on(event: 'error', listener: (error: Error) => void): unknown;
  end(): Promise<void>;
}

export interface ClientConnection {
  readonly stream: Socket;
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
  on(event: 'connect' | 'sslconnect' | 'end', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}
