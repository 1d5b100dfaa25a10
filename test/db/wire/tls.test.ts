import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { startPostgresql } from '../../../scripts/services/index.ts';
import { arrayRows, WireConnection } from '../../../src/db/drivers/postgresql/wire/index.ts';
import { temporaryFolder } from '../../support/files.ts';
import { describeOnPostgresql } from '../../support/postgresql.ts';

/** A server that takes TLS, with a certificate of its own; returns its address and that. */
async function startWithTls(): Promise<{ url: string; certificate: string }> {
  const { value: url, close } = await startPostgresql();
  onTestFinished(close);
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('SHOW data_directory');
  const certificate = addCertificate(rows[0].data_directory);
  await client.query('ALTER SYSTEM SET ssl = on');
  await client.query('SELECT pg_reload_conf()');
  await client.end();
  return { url, certificate };
}

/** The server reads its key only if nobody else can, and it is its own. */
function addCertificate(dataFolder: string): string {
  const folder = temporaryFolder();
  const [key, certificate] = [join(folder, 'server.key'), join(folder, 'server.crt')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate],
  ]);
  if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.stderr}`);
  const { uid, gid } = statSync(dataFolder);
  for (const file of ['server.key', 'server.crt']) {
    const path = join(dataFolder, file);
    copyFileSync(join(folder, file), path);
    chownSync(path, uid, gid);
    chmodSync(path, 0o600);
  }
  return readFileSync(certificate, 'utf8');
}

/** The server takes a moment to read its settings again. */
async function connect(url: string, certificate: string): Promise<Client> {
  for (let attempt = 0; ; attempt++) {
    const client = new Client({ connectionString: url, ssl: { ca: certificate } });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (attempt === 1_200 || !/does not support SSL/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

describeOnPostgresql('a connection with TLS', () => {
  test('reads, copies and cancels through it', async () => {
    const { url, certificate } = await startWithTls();
    const connection = new WireConnection(await connect(url, certificate));
    const rows = async (sql: string, signal?: AbortSignal) =>
      (await connection.query(sql, [], arrayRows, { signal })).rows;
    expect(await rows('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).toEqual([
      [true],
    ]);
    const [[text]] = (await rows(`SELECT repeat('é', 1000000)`)) as [[string]];
    expect(text === 'é'.repeat(1_000_000)).toBe(true);
    await connection.run('CREATE TEMPORARY TABLE movie (id int, title text)');
    const movies = Array.from({ length: 50_000 }, (_, id) => [id, `Movie ${id}`]);
    expect(await connection.copyIn('COPY movie FROM STDIN', movies)).toBe(50_000);
    const cancelled = rows('SELECT pg_sleep(60)', AbortSignal.timeout(100));
    await expect(cancelled).rejects.toMatchObject({ code: '57014' });
    expect(await rows('SELECT count(*) FROM movie')).toEqual([[50_000]]);
    await connection.close();
  });
});
