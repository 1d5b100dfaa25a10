import { describe, expect, test } from 'vitest';
import {
  type DatabaseOptions,
  type PostgresqlSettings,
  parseDatabaseOptions,
} from '../../../src/db/index.ts';
import { codeOf, failureOf } from '../../support/failures.ts';
import { temporaryFiles } from '../../support/files.ts';

const parse = (options: DatabaseOptions) => parseDatabaseOptions(options) as PostgresqlSettings;

describe('the address of a PostgreSQL database', () => {
  test('has host, port, user, password and database', () => {
    expect(parse('postgres://me:s%40fe@db.example:6432/my%20cinema')).toMatchObject({
      kind: 'postgresql',
      host: 'db.example',
      port: 6432,
      user: 'me',
      password: 's@fe',
      database: 'my cinema',
      tls: undefined,
    });
    expect(parse('postgresql://[::1]/cinema')).toMatchObject({ host: '::1', port: undefined });
  });

  test('leaves out what libpq finds in the environment', () => {
    expect(parse('postgres:///cinema')).toMatchObject({
      host: undefined,
      user: undefined,
      password: undefined,
      database: 'cinema',
    });
    expect(parse('postgres://me@/cinema?host=/run/postgresql')).toMatchObject({
      host: '/run/postgresql',
      user: 'me',
    });
  });

  test('has the options too, and wins over them', () => {
    const url =
      'postgres://db/cinema?pool_size=3&statement_timeout=500&pgbouncer=true&data_path=pg';
    expect(parse({ url, poolSize: 30, acquireTimeoutMs: 100 })).toMatchObject({
      poolSize: 3,
      statementTimeoutMs: 500,
      isTransactionPooled: true,
      dataPath: 'pg',
      acquireTimeoutMs: 100,
      idleTimeoutMs: 60_000,
    });
  });

  test('says with sslmode what is checked', () => {
    const folder = temporaryFiles({ 'ca.pem': 'CA' });
    const tlsOf = (mode: string) => parse(`postgres://db/cinema?sslmode=${mode}`).tls;
    expect(tlsOf('disable')).toBeUndefined();
    expect(tlsOf('require')).toEqual({ rejectUnauthorized: false });
    expect(tlsOf('verify-ca')).toEqual({ checkServerIdentity: expect.any(Function) });
    expect(tlsOf(`verify-full&sslrootcert=${folder}/ca.pem`)).toEqual({ ca: 'CA' });
    const tls = { servername: 'db.example' };
    expect(parse({ url: 'postgres://db/cinema', tls }).tls).toEqual(tls);
  });
});

describe('an address that cannot be read', () => {
  test.each([
    'postgres:cinema:5432:x',
    'postgres://db:port/cinema',
    'postgres://db/%zz',
    'postgres://db/cinema?pool_size=0',
    'postgres://db/cinema?pool_size=many',
    'postgres://db/cinema?acquire_timeout=-1',
    'postgres://db/cinema?pgbouncer=yes',
    'postgres://db/cinema?data_path=udp',
    'postgres://db/cinema?sslmode=prefer',
    'postgres://db/cinema?sslrootcert=/nowhere&sslmode=verify-full',
  ])('%s is refused', async (url) => {
    expect(await codeOf(() => parse(url))).toBe('db.url.invalid');
  });

  test('names the parameter that is none, and the nearest', async () => {
    expect(await failureOf(() => parse('postgres://db/cinema?pool_sise=5'))).toMatchObject({
      message: 'The database address has no parameter "pool_sise".',
      hint: expect.stringContaining('Did you mean "pool_size"?'),
    });
  });

  test('never shows its password', async () => {
    for (const url of ['postgres://me:secret@db:x/', 'postgres://me:secret@db/c?what=1']) {
      expect(JSON.stringify(await failureOf(() => parse(url)))).not.toContain('secret');
    }
  });

  test('options of the wrong name or kind are refused', async () => {
    const url = 'postgres://db/cinema';
    const given = (options: object) => () => parse({ url, ...options } as DatabaseOptions);
    expect(await codeOf(given({ poolsize: 5 }))).toBe('core.option.unknown');
    expect(await codeOf(given({ poolSize: '5' }))).toBe('core.option.invalid');
    expect(await codeOf(given({ acquireTimeoutMs: 2 ** 31 }))).toBe('core.option.invalid');
  });
});
