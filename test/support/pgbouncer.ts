import { afterAll } from 'vitest';
import {
  isSkipped,
  type OpenService,
  pgbouncer,
  postgresql,
  startPgbouncer,
} from '../../scripts/services/index.ts';
import { createPostgresqlDatabase } from './postgresql.ts';
import { describeWith, requireService } from './services.ts';

/** Sessions that the proxy of a file opens with each database. */
export const PROXY_SESSIONS = 4;

/** `describe` for tests behind PgBouncer, which needs a PostgreSQL server; see `describeWith`. */
export function describeBehindPgbouncer(title: string, body: () => void): void {
  describeWith(isSkipped(postgresql) ? postgresql : pgbouncer, title, body);
}

/** One for all tests of a file. */
let proxy: Promise<OpenService> | undefined;
afterAll(async () => (await proxy)?.close());

/** The address of an empty database through the proxy; who asked for it calls `close`. */
export async function databaseBehindPgbouncer() {
  const { url, close } = await createPostgresqlDatabase();
  proxy ??= requireService(pgbouncer).then((program) =>
    startPgbouncer(program, new URL(url), PROXY_SESSIONS),
  );
  const proxied = new URL((await proxy).value);
  proxied.pathname = new URL(url).pathname;
  return { url: proxied.href, close };
}
