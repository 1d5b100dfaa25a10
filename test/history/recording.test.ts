import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  type History,
  HistoryRecording,
  type HistoryRecordingOptions,
  openHistory,
} from '../../src/history/index.ts';
import type { Trace } from '../../src/observe/index.ts';
import { temporaryFolder } from '../support/files.ts';
import { randomNumbers, testSeed } from '../support/seed.ts';
import { PREMIERE, type RequestFacts, requestDocument } from './requests.ts';

const warnings: string[] = [];

beforeEach(() => {
  warnings.length = 0;
  const emit = vi.spyOn(process, 'emitWarning').mockImplementation((message) => {
    warnings.push(String(message));
  });
  onTestFinished(() => emit.mockRestore());
});

function openIn(folder: string, maxBytes = 5_000_000): History {
  const history = openHistory({ file: join(folder, 'history.sqlite'), maxBytes });
  onTestFinished(() => history.close());
  return history;
}

/** Records requests that are told as facts. */
class Booth {
  readonly recording: HistoryRecording;
  /** How many documents were made. */
  documents = 0;
  readonly #facts = new Map<string, RequestFacts>();

  constructor(history: History, options: Partial<HistoryRecordingOptions> = {}) {
    this.recording = new HistoryRecording({
      history,
      findings: ({ id }) => requestDocument(this.#facts.get(id)!).findings,
      document: ({ id }) => {
        this.documents++;
        return requestDocument(this.#facts.get(id)!);
      },
      random: randomNumbers(testSeed()),
      ...options,
    });
  }

  finish(facts: RequestFacts, nowMs?: number): void {
    const {
      id,
      method = 'GET',
      route = facts.url ?? '/movies',
      status = 200,
      totalMs = 12,
    } = facts;
    this.#facts.set(id, facts);
    const trace = { id, method, route: route ?? undefined, status, totalMs, error: undefined };
    this.recording.finished(trace as unknown as Trace, nowMs);
  }
}

test('what has finished is found, and is there after a restart', async () => {
  const folder = temporaryFolder();
  const history = openIn(folder);
  const booth = new Booth(history);
  booth.finish({ id: 'a', url: '/movies', findings: ['n-plus-one'] });
  booth.finish({ id: 'b', url: '/directors' });
  await booth.recording.flush();
  expect((await history.search({ finding: 'n-plus-one' })).entries).toMatchObject([{ id: 'a' }]);
  expect(history.counts).toEqual({ stored: 2, dropped: 0 });
  await history.close();
  const again = openIn(folder);
  expect((await again.search({})).entries.map(({ id }) => id).sort()).toEqual(['a', 'b']);
  expect(await again.document('b')).toEqual(requestDocument({ id: 'b', url: '/directors' }));
  expect(await again.document('c')).toBe(undefined);
  expect(warnings).toEqual([]);
});

test('ten minutes of load leave the slowest, a sample, what failed, and a bounded file', async () => {
  const folder = temporaryFolder();
  const history = openIn(folder, 3_000_000);
  const booth = new Booth(history);
  const random = randomNumbers(testSeed());
  const perMinute = 20_000;
  const slowest: { readonly id: string; readonly totalMs: number }[] = [];
  for (let minute = 0; minute < 10; minute++) {
    for (let index = 0; index < perMinute; index++) {
      const id = `${minute}-${index}`;
      const at = PREMIERE + minute * 60_000 + Math.floor((index / perMinute) * 60_000);
      const totalMs = 1 / (random() + 0.001);
      const status = index % 5_000 === 0 ? 500 : 200;
      booth.finish({ id, url: `/movies/${index % 4}`, totalMs, status, startedAt: at }, at);
      slowest.push({ id, totalMs });
      if (index % 100 === 0) await booth.recording.flush();
    }
  }
  await booth.recording.flush();
  const page = await history.search({ limit: 500 });
  // A document is made for what is kept, and for little more: places change hands ln(n) times.
  expect(booth.documents).toBeLessThan(15_000);
  expect(booth.recording.dropped).toBe(0);
  expect(page.kept).toBeLessThan(10 * 4 * (20 + 5 + 10));
  expect(page.estimated).toBe(200_000);
  expect((await history.search({ status: '5xx' })).kept).toBe(40);
  slowest.sort((a, b) => b.totalMs - a.totalMs);
  const kept = await history.search({ sort: 'ms', limit: 5 });
  expect(kept.entries.map(({ id }) => id)).toEqual(slowest.slice(0, 5).map(({ id }) => id));
  const fast = await history.search({ minMs: 2, status: '2xx' });
  const share = slowest.filter(({ totalMs }) => totalMs >= 2).length / slowest.length;
  // 800 of a sample: the share is within 4 standard deviations of 0.018.
  expect(Math.abs(fast.estimated! / 200_000 - share)).toBeLessThan(0.072);
  const file = join(folder, 'history.sqlite');
  expect(statSync(file).size + statSync(`${file}-wal`).size).toBeLessThanOrEqual(3_000_000);
}, 120_000);

describe('the application goes on', () => {
  test('while more finishes than documents can be made for', async () => {
    const history = openIn(temporaryFolder());
    const booth = new Booth(history, { limits: { sample: 10_000 } });
    for (let index = 0; index < 1_000; index++) booth.finish({ id: `${index}` });
    expect(booth.recording.dropped).toBe(800);
    await booth.recording.flush();
    expect(await history.search({})).toMatchObject({ kept: 200, estimated: 1_000 });
  });

  test('when a document cannot be made', async () => {
    const history = openIn(temporaryFolder());
    const booth = new Booth(history, {
      document: () => {
        throw new Error('no film in the projector');
      },
    });
    booth.finish({ id: 'a' });
    await booth.recording.flush();
    expect(booth.recording.dropped).toBe(1);
    expect(warnings.join()).toContain('no film in the projector');
  });

  test('when the file cannot be written, which is said once', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'no-folder'), '');
    const history = openHistory({ file: join(folder, 'no-folder/history.sqlite') });
    const booth = new Booth(history);
    for (const id of ['a', 'b', 'c']) {
      booth.finish({ id });
      await booth.recording.flush();
    }
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('Cannot write the history');
    expect(history.counts).toEqual({ stored: 0, dropped: 3 });
    await expect(history.search({})).rejects.toMatchObject({ code: 'history.write.failed' });
    await history.close();
  });

  test('when the file is damaged, which is moved aside', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'history.sqlite'), 'broken '.repeat(1_000));
    const history = openIn(folder);
    const booth = new Booth(history);
    booth.finish({ id: 'a' });
    await booth.recording.flush();
    expect(warnings.join()).toMatch(/could not be read and was moved to .*unreadable/);
    expect((await history.search({})).kept).toBe(1);
  });

  test('after the history has been closed', async () => {
    const history = openIn(temporaryFolder());
    const booth = new Booth(history);
    await history.close();
    await history.close();
    booth.finish({ id: 'a' });
    await booth.recording.flush();
    expect(history.counts.dropped).toBe(1);
    await expect(history.search({})).rejects.toMatchObject({ code: 'history.write.failed' });
  });

  test.skipIf(process.getuid?.() === 0)('in a folder that is read-only', async () => {
    const folder = join(temporaryFolder(), 'locked');
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    const history = openIn(folder);
    const booth = new Booth(history);
    booth.finish({ id: 'a' });
    await booth.recording.flush();
    expect(warnings).toHaveLength(1);
  });
});

test('a place that is lost while the request waits costs no document', async () => {
  const history = openIn(temporaryFolder());
  const booth = new Booth(history, { limits: { sample: 0, slowest: 1 } });
  for (let index = 0; index < 100; index++) booth.finish({ id: `${index}`, totalMs: index });
  await booth.recording.flush();
  expect(booth.documents).toBe(1);
  expect((await history.search({})).entries).toMatchObject([{ id: '99', keptFor: ['slowest'] }]);
});
