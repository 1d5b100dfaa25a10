import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { createCache } from '../../src/cache/index.ts';
import { connect, database, disconnect } from '../../src/db/index.ts';
import { describeOnPostgresql, temporaryPostgresql } from '../support/postgresql.ts';
import { temporaryProject, uptempo } from './uptempo.ts';

const site = (caches: string, databases = "{ default: 'sqlite:site.sqlite' }") =>
  temporaryProject({
    'package.json': '{ "type": "module" }',
    'uptempo.config.ts': `
      import { defineConfig } from 'uptempo';
      export const config = defineConfig({ databases: ${databases}, caches: ${caches} });`,
  });

const CACHES = `{
  default: { url: 'database:default', tiered: true },
  again: { url: 'database:', prefix: 'again' },
  pages: { url: 'database:default', table: 'page "cache"' },
  memory: 'memory:',
}`;

function tablesOf(folder: string): readonly unknown[] {
  const db = new DatabaseSync(join(folder, 'site.sqlite'));
  try {
    return db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .all()
      .map(({ name }) => name);
  } finally {
    db.close();
  }
}

test('the tables of database caches are created once', async () => {
  const folder = site(CACHES);
  const first = await uptempo(['createcachetable'], { folder });
  expect(first).toMatchObject({ code: 0 });
  expect(first.output.trim().split('\n')).toEqual([
    'Created table uptempo_cache of the database "default".',
    'Created table page "cache" of the database "default".',
  ]);
  expect(tablesOf(folder)).toEqual(['page "cache"', 'uptempo_cache']);
  const second = await uptempo(['createcachetable', '--json'], { folder });
  const table = { database: 'default', existed: true, sql: [] };
  expect(JSON.parse(second.output)).toEqual({
    tables: [
      { ...table, table: 'uptempo_cache', caches: ['default', 'again'] },
      { ...table, table: 'page "cache"', caches: ['pages'] },
    ],
  });
});

test('a dry run prints SQL that makes the same tables, and runs nothing', async () => {
  const folder = site(CACHES);
  const { code, output } = await uptempo(['createcachetable', '--dry-run'], { folder });
  expect(code).toBe(0);
  expect(tablesOf(folder)).toEqual([]);
  const db = new DatabaseSync(join(folder, 'site.sqlite'));
  db.exec(output);
  db.close();
  expect(tablesOf(folder)).toEqual(['page "cache"', 'uptempo_cache']);
  const again = await uptempo(['createcachetable', '--dry-run'], { folder });
  expect(again.output).toContain('-- Table uptempo_cache of the database "default" exists.');
});

describeOnPostgresql('PostgreSQL', () => {
  test('has the same tables, and caches that work in them', async () => {
    const url = await temporaryPostgresql();
    const folder = site(CACHES, `{ default: ${JSON.stringify(url)} }`);
    const dry = await uptempo(['createcachetable', '--dry-run'], { folder });
    expect(dry.output).toContain('CREATE');
    const { code, output } = await uptempo(['createcachetable'], { folder });
    expect(code).toBe(0);
    expect(output.trim().split('\n')).toEqual([
      'Created table uptempo_cache of the database "default".',
      'Created table page "cache" of the database "default".',
    ]);
    connect({ default: url });
    onTestFinished(() => disconnect());
    const { rows } = await database().raw(
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
    );
    expect(rows.map(({ table_name: name }) => name)).toEqual(['page "cache"', 'uptempo_cache']);
    const cache = createCache({
      url: 'database:default',
      table: 'page "cache"',
      onFailure: 'raise',
    });
    await cache.set('movie', 'Ran', '1h');
    expect(await cache.get('movie')).toBe('Ran');
    const again = await uptempo(['createcachetable', '--dry-run'], { folder });
    expect(again.output).toContain('-- Table uptempo_cache of the database "default" exists.');
  });
});

test('without a cache in a database there is nothing to do', async () => {
  const folder = site("{ default: 'memory:' }");
  const { code, output } = await uptempo(['createcachetable'], { folder });
  expect(code).toBe(0);
  expect(output).toContain('no cache of the settings is in a database');
});

test('a cache in a database that the settings do not have is an error', async () => {
  const none = await uptempo(['createcachetable'], { folder: site(CACHES, 'undefined') });
  expect(none.code).toBe(1);
  expect(none.errors).toContain('cli.databases.missing');
  const other = site("{ default: 'database:other' }");
  const unknown = await uptempo(['createcachetable'], { folder: other });
  expect(unknown.code).toBe(1);
  expect(unknown.errors).toContain('db.alias.unknown');
});
