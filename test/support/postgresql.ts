import { Client } from 'pg';
import { afterAll, onTestFinished } from 'vitest';
import { postgresql } from '../../scripts/services/index.ts';
import { describeWith, requireService } from './services.ts';

/** A database that exists for a test or a test file only. */
export interface TemporaryDatabase {
  /** Its address, `postgres://…`. */
  readonly url: string;
  /** Drops it, whoever is still connected. */
  close(): Promise<void>;
}

/** `describe` for tests on a PostgreSQL server; see `describeWith`. */
export function describeOnPostgresql(title: string, body: () => void): void {
  describeWith(postgresql, title, body);
}

let created = 0;

/** Creates an empty database on the server of the tests; whoever created it closes it. */
export async function createPostgresqlDatabase(): Promise<TemporaryDatabase> {
  const server = await requireService(postgresql);
  const name = `uptempo_test_${process.pid}_${++created}`;
  await runOn(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    close: () => runOn(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Databases of this file that no test uses now; emptying one takes a tenth of creating one. */
const unused: TemporaryDatabase[] = [];

afterAll(async () => {
  await Promise.all(unused.splice(0).map(({ close }) => close()));
});

/** The address of an empty database that is the test's own until it is over. */
export async function temporaryPostgresql(): Promise<string> {
  const database = unused.pop() ?? (await createPostgresqlDatabase());
  onTestFinished(async () => {
    await runOn(database.url, EMPTY);
    unused.push(database);
  });
  return database.url;
}

/** Ends who is still connected, whose locks would be waited for, and drops all there is. */
const EMPTY = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  DROP SCHEMA public CASCADE;
  CREATE SCHEMA public;`;

/** Runs statements on the database of an address, whatever is connected there. */
export async function runOn(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
