import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type HistoryFile,
  openHistoryFile,
  readHistoryFile,
  type StoredRequest,
} from '../../src/history/index.ts';
import { temporaryFolder } from '../support/files.ts';
import { PREMIERE, requestDocument, stored } from './requests.ts';

const DAY_MS = 86_400_000;

async function open(file: string, options: object = {}): Promise<HistoryFile> {
  const history = await openHistoryFile({ file, ...options });
  onTestFinished(() => history.close());
  return history;
}

function write(history: HistoryFile, ...requests: readonly StoredRequest[]): void {
  history.write({ requests, losses: [], strata: [] }, PREMIERE);
}

const ids = (history: HistoryFile) => history.search({}).entries.map(({ id }) => id);

describe('a history file', () => {
  test('gives requests back as they were, after it was closed too', async () => {
    const file = join(temporaryFolder(), 'deep/er/history.sqlite');
    const facts = {
      id: 'a',
      url: '/movies?page=2',
      statements: { 'SELECT 1': 2 },
      findings: ['x'],
    };
    const history = await openHistoryFile({ file });
    write(history, stored(facts));
    history.close();
    const again = await open(file);
    expect(again.document('a')).toEqual(requestDocument(facts));
    expect(again.document('b')).toBe(undefined);
    expect(again.search({}).entries).toEqual([
      {
        id: 'a',
        method: 'GET',
        url: '/movies?page=2',
        route: '/movies?page=2',
        status: 200,
        contentType: 'text/html',
        startedAt: '2026-11-28T14:00:00.000Z',
        totalMs: 12,
        queryCount: 2,
        queryMs: 2,
        findingCount: 1,
        keptFor: ['sample'],
        weight: 1,
        pid: process.pid,
      },
    ]);
  });

  test('is readable for its owner alone, whatever it was', async () => {
    const file = join(temporaryFolder(), 'history.sqlite');
    writeFileSync(file, '');
    chmodSync(file, 0o644);
    write(await open(file), stored({ id: 'a' }));
    for (const suffix of ['', '-wal', '-shm']) {
      expect([suffix, (statSync(file + suffix).mode & 0o777).toString(8)]).toEqual([suffix, '600']);
    }
  });

  test('drops a request when the last reason to keep it is lost', async () => {
    const history = await open(join(temporaryFolder(), 'history.sqlite'));
    write(
      history,
      stored({ id: 'both' }, { reasons: ['sample', 'slowest'], stratum: 's' }),
      stored({ id: 'one' }, { reasons: ['sample'], stratum: 's' }),
      stored({ id: 'imported' }, { reasons: [], stratum: null }),
    );
    const lost = ['both', 'one', 'imported'].map((id) => ({ id, reason: 'sample' as const }));
    history.write({ requests: [], losses: lost, strata: [] }, PREMIERE);
    expect(ids(history)).toEqual(['imported', 'both']);
    expect(history.search({}).entries[1]).toMatchObject({ keptFor: ['slowest'], weight: 0 });
  });

  test('says how many requests each one of a sample stands for', async () => {
    const history = await open(join(temporaryFolder(), 'history.sqlite'));
    const stratum = { key: 's', route: 'GET /movies', startedAt: PREMIERE, sampled: 2 };
    const requests = [stored({ id: 'a' }), stored({ id: 'b', status: 404 })];
    history.write({ requests, losses: [], strata: [{ ...stratum, seen: 10 }] }, PREMIERE);
    history.write({ requests: [], losses: [], strata: [{ ...stratum, seen: 50 }] }, PREMIERE);
    expect(history.search({})).toMatchObject({ kept: 2, estimated: 50 });
    expect(history.search({ status: '404' })).toMatchObject({ kept: 1, estimated: 25 });
  });

  test('forgets what is too old', async () => {
    const history = await open(join(temporaryFolder(), 'history.sqlite'), { maxAgeDays: 7 });
    write(history, stored({ id: 'old', startedAt: PREMIERE - 8 * DAY_MS }), stored({ id: 'new' }));
    expect(ids(history)).toEqual(['new']);
  });

  test('cuts a request that is too large, and counts what it leaves out', async () => {
    const history = await open(join(temporaryFolder(), 'history.sqlite'));
    const statements = Object.fromEntries(
      Array.from({ length: 900 }, (_, index) => [`SELECT ${index} ${'x'.repeat(3_000)}`, 1]),
    );
    write(history, stored({ id: 'a', statements, findings: ['x'] }));
    const document = history.document('a')!;
    expect(document.queries.length).toBeLessThan(900);
    expect(document.queries.length + document.dropped.queries).toBe(900);
    expect(history.search({ sql: 'SELECT 7 ' }).entries).toHaveLength(1);
  });

  test('can be cleared', async () => {
    const history = await open(join(temporaryFolder(), 'history.sqlite'));
    write(history, stored({ id: 'a', statements: { 'SELECT 1': 1 } }), stored({ id: 'b' }));
    expect(history.clear()).toBe(2);
    expect(ids(history)).toEqual([]);
  });
});

describe('a file that cannot be used', () => {
  test('is moved aside when it is damaged, never deleted', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'history.sqlite');
    writeFileSync(file, 'no database, and longer than the head of one '.repeat(100));
    const history = await open(file);
    const { movedTo } = history.write({ requests: [stored({ id: 'a' })], losses: [], strata: [] });
    expect(readFileSync(movedTo!, 'utf8')).toContain('no database');
    expect(ids(history)).toEqual(['a']);
  });

  test('is moved aside when it breaks while it is open', async () => {
    const file = join(temporaryFolder(), 'history.sqlite');
    const history = await open(file);
    write(history, ...Array.from({ length: 500 }, (_, index) => stored({ id: `${index}` })));
    history.close();
    const bytes = readFileSync(file);
    bytes.fill(0x55, 4_096);
    writeFileSync(file, bytes);
    const again = await open(file);
    const { movedTo } = again.write({ requests: [stored({ id: 'new' })], losses: [], strata: [] });
    expect(statSync(movedTo!).size).toBe(bytes.length);
    expect(ids(again)).toEqual(['new']);
  });

  test('is moved aside when another version has written it', async () => {
    const file = join(temporaryFolder(), 'history.sqlite');
    (await openHistoryFile({ file })).close();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(readHistoryFile(file)).rejects.toMatchObject({ code: 'history.file.version' });
    const history = await open(file);
    write(history, stored({ id: 'a' }));
    expect(ids(history)).toEqual(['a']);
    expect(readdirSync(join(file, '..')).filter((name) => name.includes('unreadable'))).not.toEqual(
      [],
    );
  });

  test('is left alone when it is somebody else’s database', async () => {
    const file = join(temporaryFolder(), 'cinema.sqlite');
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE movie (title TEXT)');
    database.close();
    const before = readFileSync(file);
    await expect(openHistoryFile({ file })).rejects.toMatchObject({ code: 'history.file.foreign' });
    await expect(readHistoryFile(file)).rejects.toMatchObject({ code: 'history.file.foreign' });
    expect(readFileSync(file)).toEqual(before);
  });

  test('is begun anew when somebody has deleted it', async () => {
    const file = join(temporaryFolder(), 'history.sqlite');
    const history = await open(file);
    write(history, stored({ id: 'a' }));
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix);
    write(history, stored({ id: 'b' }));
    expect(ids(await open(file))).toEqual(['b']);
  });

  test('must be there to be read', async () => {
    const file = join(temporaryFolder(), 'history.sqlite');
    await expect(readHistoryFile(file)).rejects.toMatchObject({ code: 'history.file.missing' });
  });
});

test('a file stays within its bound while 8,000 requests go through it', async () => {
  const file = join(temporaryFolder(), 'history.sqlite');
  const maxBytes = 2_500_000;
  const history = await open(file, { maxBytes });
  let largest = 0;
  for (let batch = 0; batch < 40; batch++) {
    const requests = Array.from({ length: 200 }, (_, index) => {
      const number = batch * 200 + index;
      return stored({
        id: `request-${number}`,
        url: `/movies/${number}`,
        route: '/movies/:id',
        startedAt: PREMIERE + number,
        statements: { [`SELECT ${number % 300} FROM movie`]: 1 },
      });
    });
    history.write({ requests, losses: [], strata: [] }, PREMIERE + batch * 200);
    const bytes = ['', '-wal'].map((suffix) => statSync(file + suffix).size);
    largest = Math.max(largest, bytes[0]! + bytes[1]!);
  }
  expect(largest).toBeLessThanOrEqual(maxBytes);
  // It is used, too: half of it at least.
  expect(largest).toBeGreaterThan(maxBytes / 2);
  const { entries } = history.search({});
  expect(entries[0]?.id).toBe('request-7999');
}, 60_000);

const WRITER = `
import { openHistoryFile } from './src/history/index.ts';
import { stored } from './test/history/requests.ts';
const [file, name] = process.argv.slice(1);
const history = await openHistoryFile({ file });
for (let batch = 0; batch < 40; batch++) {
  const requests = Array.from({ length: 5 }, (_, index) => stored({ id: name + '-' + batch + '-' + index }));
  history.write({ requests, losses: [], strata: [] }, Date.UTC(2026, 10, 28, 14));
}
history.close();
`;

test('two processes that write to one file lose nothing', async () => {
  const file = join(temporaryFolder(), 'history.sqlite');
  const codes = await Promise.all(
    ['jaws', 'alien'].map(async (name) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, file, name], {
        cwd: join(import.meta.dirname, '../..'),
        stdio: 'inherit',
      });
      return (await once(child, 'exit'))[0];
    }),
  );
  expect(codes).toEqual([0, 0]);
  const history = await open(file);
  expect(history.search({ limit: 1 }).kept).toBe(400);
});
