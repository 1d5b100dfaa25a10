import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type PostgresqlServer, startPostgresql } from '../../../scripts/services/index.ts';
import { connect, database, disconnect } from '../../../src/db/index.ts';
import { codeOf } from '../../support/failures.ts';
import { describeOnPostgresql } from '../../support/postgresql.ts';

/** A certificate for `localhost`, signed by itself, in the folder of the server. */
function makeCertificate(folder: string): void {
  execFileSync(
    'openssl',
    ['req', '-new', '-x509', '-nodes', '-days', '2', '-subj', '/CN=localhost']
      .concat('-addext', 'subjectAltName=DNS:localhost')
      .concat('-out', join(folder, 'server.crt'), '-keyout', join(folder, 'server.key')),
    { stdio: 'ignore' },
  );
}

describeOnPostgresql('TLS', () => {
  let server: PostgresqlServer;
  beforeAll(async () => {
    server = await startPostgresql({ ssl: 'on' }, makeCertificate);
  });
  afterAll(() => server?.close());

  async function isEncrypted(host: string, parameters: string): Promise<unknown> {
    const url = new URL(server.value);
    url.hostname = host;
    connect({ default: `${url}?${parameters}` });
    onTestFinished(() => disconnect());
    const { rows } = await database().raw(
      'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    );
    return rows[0]?.ssl;
  }

  const root = () => `sslrootcert=${join(server.folder, 'server.crt')}`;

  test('is there when it is asked for', async () => {
    expect(await isEncrypted('127.0.0.1', 'sslmode=disable')).toBe(false);
    expect(await isEncrypted('127.0.0.1', 'sslmode=require')).toBe(true);
    expect(await isEncrypted('localhost', `sslmode=verify-full&${root()}`)).toBe(true);
    expect(await isEncrypted('127.0.0.1', `sslmode=verify-ca&${root()}`)).toBe(true);
  });

  test('refuses a certificate of nobody, and one for another host', async () => {
    const refused = (host: string, parameters: string) =>
      codeOf(() => isEncrypted(host, parameters));
    expect(await refused('localhost', 'sslmode=verify-full')).toBe('db.connection.failed');
    expect(await refused('localhost', 'sslmode=verify-ca')).toBe('db.connection.failed');
    const other = `sslmode=verify-full&${root()}`;
    expect(await refused('127.0.0.1', other)).toBe('db.connection.failed');
  });

  test('cancels under TLS too', async () => {
    await isEncrypted('localhost', `sslmode=verify-full&${root()}&pool_size=2`);
    const controller = new AbortController();
    const slow = codeOf(() =>
      database().raw('SELECT pg_sleep(60)', [], { signal: controller.signal }),
    );
    setTimeout(() => controller.abort(), 200);
    expect(await slow).toBe('db.query.cancelled');
  });
});
