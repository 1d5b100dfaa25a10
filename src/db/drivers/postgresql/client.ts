import { createRequire } from 'node:module';
import type { Client, ClientConfig, Connection } from 'pg';
import { dbError } from '../../errors.ts';
import { rawParser } from './raw-values.ts';
import type { PostgresqlSettings } from './settings.ts';

type Pg = typeof import('pg');

/** The parts of a client that its type declarations leave out. */
export type PgClient = Client & {
  readonly connection: Connection & { readonly parsedStatements: Record<string, string> };
  getStartupConf(): Record<string, string>;
  /** Whether the connection keeps the process alive. */
  ref(): void;
  unref(): void;
};

/**
 * Loads `pg`, an optional peer of the package, when the first PostgreSQL database is connected:
 * who uses SQLite only needs not have it. Synchronous, so that `connect()` is.
 *
 * @throws db.driver.missing
 */
export function loadPg(): Pg {
  try {
    return createRequire(import.meta.url)('pg') as Pg;
  } catch (cause) {
    throw dbError('db.driver.missing', 'The package "pg" is needed for PostgreSQL.', {
      hint: 'Install it: npm install pg',
      cause,
    });
  }
}

/**
 * Opens a connection with everything `pg` knows about it: addresses, TLS, authentication. Values
 * arrive as `rawParser` reads them. Statements are sent without waiting for the one before, each
 * with a Sync of its own, so that a failure is only its own.
 */
export async function connectClient(pg: Pg, settings: PostgresqlSettings): Promise<PgClient> {
  const client = new pg.Client(clientConfig(settings)) as PgClient;
  const startup = client.getStartupConf.bind(client);
  client.getStartupConf = () => ({ ...startup(), ...sessionParameters(settings) });
  // Without a listener, a failure of an idle connection would end the process.
  client.on('error', () => {});
  await client.connect();
  return client;
}

function clientConfig(settings: PostgresqlSettings): ClientConfig {
  const { host, port, user, database, tls } = settings;
  return {
    host,
    port,
    user,
    database,
    // Undefined would send pg looking for a file of passwords; PGPASSWORD it finds all the same.
    password: settings.password ?? (process.env.PGPASSWORD || (() => '')),
    ssl: tls ?? false,
    application_name: settings.applicationName,
    connectionTimeoutMillis: settings.connectTimeoutMs,
    keepAlive: true,
    pipeline: true,
    types: { getTypeParser: rawParser as never },
  };
}

/**
 * What raw values rely on. Proxies that pool transactions know the first three for each of their
 * clients; they refuse to open a session with any others.
 */
function sessionParameters(settings: PostgresqlSettings): Record<string, string> {
  const known = { client_encoding: 'UTF8', TimeZone: 'UTC', DateStyle: 'ISO' };
  if (settings.isTransactionPooled) return known;
  return {
    ...known,
    IntervalStyle: 'postgres',
    bytea_output: 'hex',
    ...(settings.statementTimeoutMs === 0
      ? {}
      : { statement_timeout: String(settings.statementTimeoutMs) }),
  };
}
