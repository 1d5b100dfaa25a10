import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRequestContext,
  queryChannel,
  requestFinishChannel,
  requestStartChannel,
} from '../src/events/index.ts';
import {
  Metrics,
  type MetricsReport,
  MetricsStore,
  ReportReader,
  reportOf,
} from '../src/metrics/index.ts';
import type { Bench, Prepared } from './harness/index.ts';

const PROCESSES = 4;
const SLOTS = 90;
const SLOT_MS = 10_000;
const RANGE_MS = SLOTS * SLOT_MS;
const ROUTES = 50;
const REQUESTS = 100;
const STATEMENTS_EACH = 2;

/** A file as the processes leave it in a quarter of an hour, while somebody looks. */
async function filledFile() {
  const folder = mkdtempSync(join(tmpdir(), 'uptempo-bench-'));
  const file = join(folder, 'metrics.sqlite');
  let nowMs = Date.UTC(2026, 0, 15);
  const settings = { file, projectRoot: '/', now: () => nowMs };
  const processes = await Promise.all(
    Array.from({ length: PROCESSES }, () => Metrics.open(settings)),
  );
  for (const metrics of processes) metrics.start();
  for (let slot = 0; slot < SLOTS; slot++) {
    publishRequests(slot);
    nowMs += SLOT_MS;
    for (const metrics of processes) await metrics.tick();
  }
  const store = new MetricsStore({ file, maxBytes: Number.MAX_SAFE_INTEGER });
  return {
    store,
    nowMs,
    async write() {
      publishRequests(1);
      for (const metrics of processes) await metrics.flush();
    },
    async close() {
      for (const metrics of processes) await metrics.stop();
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function publishRequests(seed: number): void {
  for (let index = 0; index < REQUESTS; index++) {
    const section = (index * 7 + seed) % ROUTES;
    const context = createRequestContext();
    const route = `/section/${section}`;
    requestStartChannel.publish({
      context,
      method: 'GET',
      url: route,
      route,
      routeName: undefined,
    });
    for (let number = 0; number < STATEMENTS_EACH; number++) {
      publishQuery(context, `SELECT * FROM ${letters(section)}_${letters(number)}`, index);
    }
    requestFinishChannel.publish({
      context,
      statusCode: 200,
      contentType: 'text/html',
      contentLength: 2_048,
      durationMs: 1 + ((index * 31 + seed) % 97),
      error: undefined,
    });
  }
}

function publishQuery(
  context: ReturnType<typeof createRequestContext>,
  sql: string,
  index: number,
): void {
  queryChannel.publish({
    context,
    database: 'default',
    sql,
    parameters: [],
    startedMs: index,
    waitMs: 0.01,
    durationMs: 0.1 + (index % 13) / 10,
    rowCount: 1,
    isBlocking: true,
    origin: { kind: 'queryset', subject: 'Movie', site: undefined },
    error: undefined,
  });
}

/** Letters, since numbers are taken for values. */
function letters(number: number): string {
  return [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}

type Read = (store: MetricsStore, nowMs: number) => MetricsReport;

/** Reports of a file that all processes have written to since the one before. */
function reports(open: (store: MetricsStore) => Read) {
  return {
    prepare: async (): Promise<Prepared> => {
      const { store, nowMs, write, close } = await filledFile();
      const read = open(store);
      read(store, nowMs);
      return {
        before: write,
        work: () => read(store, nowMs),
        // Each subject has a file of its own, written to as often as the subject was measured.
        plain: (report) => (report as MetricsReport).routes.length,
        close,
      };
    },
  };
}

export const bench: Bench = {
  name: 'metrics-report',
  description:
    'The next report of four processes, of a quarter of an hour, 50 routes and 100 statements.',
  workloads: [
    {
      name: 'a report',
      limit: 'what is new merged',
      subjects: {
        'what is new merged': reports((store) => {
          const reader = new ReportReader(store);
          return (_store, nowMs) => reader.report(RANGE_MS, nowMs);
        }),
        'all merged anew': reports(() => (store, nowMs) => reportOf(store, RANGE_MS, nowMs)),
      },
    },
  ],
  isIsolated: true,
};
