import { Client } from 'pg';
import { onTestFinished } from 'vitest';
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
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    close: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** The address of an empty database that is dropped when the test is over. */
export async function temporaryPostgresql(): Promise<string> {
  const { url, close } = await createPostgresqlDatabase();
  onTestFinished(close);
  return url;
}

/** Runs one statement as the role that may create databases. */
export async function onServer(server: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
