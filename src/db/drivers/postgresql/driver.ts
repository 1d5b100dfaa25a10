import { setTimeout as sleep } from 'node:timers/promises';
import { postgresqlDialect } from '../../dialects/postgresql/index.ts';
import type { CheckedOutLane, Driver } from '../driver.ts';
import { AutocommitLane } from './autocommit-lane.ts';
import { connectClient, loadPg } from './client.ts';
import type { PostgresqlConnection } from './connection.ts';
import { connectFailure, isStarting } from './errors.ts';
import { PgConnection } from './pg-connection.ts';
import { ConnectionPool } from './pool.ts';
import type { PostgresqlSettings } from './settings.ts';
import { WirePostgresqlConnection } from './wire-connection.ts';

/** Milliseconds between two attempts while the server is starting. */
const RETRY_MS = 100;

/** PostgreSQL through `pg`. No connection is opened before the first statement. */
export class PostgresqlDriver implements Driver {
  readonly dialect = postgresqlDialect;
  readonly autocommit: AutocommitLane;
  readonly offThread = undefined;
  readonly #pool: ConnectionPool;

  /** @throws db.driver.missing */
  constructor(settings: PostgresqlSettings) {
    const pg = loadPg();
    this.#pool = new ConnectionPool(settings, () => openConnection(pg, settings));
    this.autocommit = new AutocommitLane(this.#pool, settings);
  }

  async checkOut(): Promise<CheckedOutLane> {
    const connection = await this.#pool.acquire();
    return checkedOut(connection, () => this.#pool.release(connection));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

function checkedOut(connection: PostgresqlConnection, release: () => void): CheckedOutLane {
  return {
    query: (statement, values, signal) => connection.query(statement, values, signal),
    json: (statement, values, plan, signal) => connection.json(statement, values, plan, signal),
    execute: (statement, values, signal) => connection.execute(statement, values, signal),
    run: (sql) => connection.run(sql),
    raw: (sql, values, signal) => connection.raw(sql, values, signal),
    stream: (statement, values, chunkRows, signal) =>
      connection.stream(statement, values, chunkRows, signal),
    release,
  };
}

/** A new session. A server that is just starting is waited for, as after its restart. */
async function openConnection(
  pg: ReturnType<typeof loadPg>,
  settings: PostgresqlSettings,
): Promise<PostgresqlConnection> {
  const deadlineMs = performance.now() + settings.acquireTimeoutMs;
  for (;;) {
    try {
      const client = await connectClient(pg, settings);
      return settings.dataPath === 'pg'
        ? new PgConnection(client, settings)
        : new WirePostgresqlConnection(client, settings);
    } catch (error) {
      if (!isStarting(error) || performance.now() > deadlineMs) {
        throw connectFailure(error, targetOf(settings));
      }
      await sleep(RETRY_MS);
    }
  }
}

/** The address without user and password. */
function targetOf({ host, port, database }: PostgresqlSettings): string {
  return `PostgreSQL at ${host ?? 'the default host'}:${port ?? 'the default port'}${
    database === undefined ? '' : `/${database}`
  }`;
}
