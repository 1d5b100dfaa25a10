import type { Metrics, MetricsWindow, RouteStats } from '../../metrics/index.ts';
import { Exposition, type Labels } from './exposition.ts';

/** Bounds in seconds that the semantic conventions recommend for http.server.request.duration. */
const BOUNDS_S = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const REQUESTS = 'http_server_request_duration_seconds';

/**
 * The figures of all processes since the first start: whichever of them is asked gives the same, so
 * a scraper may come through a load balancer. Gauges are of the processes of the last minute.
 */
export function prometheusText(metrics: Metrics, isOpenMetrics: boolean): string {
  const text = new Exposition(isOpenMetrics);
  const totals = metrics.store.totals();
  writeRequests(text, totals);
  writeAnswers(text, totals);
  writeDatabases(text, totals, metrics);
  writeCaches(text, totals);
  writeProcesses(text, totals, metrics);
  return text.finish();
}

function writeRequests(text: Exposition, { routes }: MetricsWindow): void {
  text.family(REQUESTS, 'histogram', 'Duration of HTTP requests.');
  for (const [key, { durations }] of routes.entries()) {
    const buckets = BOUNDS_S.map((bound) => [bound, durations.countAtMost(bound * 1000)] as const);
    text.histogram(REQUESTS, routeLabels(key), buckets, durations.count, durations.sumMs / 1000);
  }
}

/** Counted by class of status, since a histogram for each of them would be five times as long. */
function writeAnswers(text: Exposition, { routes }: MetricsWindow): void {
  const name = 'http_server_responses';
  text.family(name, 'counter', 'HTTP responses by class of their status.');
  for (const [key, stats] of routes.entries()) {
    for (const [statusClass, count] of Object.entries(classesOf(stats))) {
      text.counter(name, { ...routeLabels(key), http_response_status_class: statusClass }, count);
    }
  }
}

function classesOf(stats: RouteStats): Readonly<Record<string, number>> {
  const { durations, clientErrors, serverErrors, cancelled } = stats;
  const rest = durations.count - clientErrors - serverErrors - cancelled;
  return { success: rest, client_error: clientErrors, server_error: serverErrors, cancelled };
}

function writeDatabases(text: Exposition, { queries }: MetricsWindow, metrics: Metrics): void {
  const known = metrics.store.statements([...queries.entries()].map(([id]) => id));
  const sums = new Map<
    string,
    { count: number; seconds: number; waitSeconds: number; errors: number }
  >();
  for (const [id, stats] of queries.entries()) {
    const name = known.get(id)?.database ?? 'other';
    const sum = sums.get(name) ?? { count: 0, seconds: 0, waitSeconds: 0, errors: 0 };
    sum.count += stats.durations.count;
    sum.seconds += stats.durations.sumMs / 1000;
    sum.waitSeconds += stats.waitMs / 1000;
    sum.errors += stats.errors;
    sums.set(name, sum);
  }
  const counters = [
    ['uptempo_db_statements', 'count', 'Statements run in a database.'],
    ['uptempo_db_statement_seconds', 'seconds', 'Time that statements took in a database.'],
    ['uptempo_db_connection_wait_seconds', 'waitSeconds', 'Time spent waiting for a connection.'],
    ['uptempo_db_errors', 'errors', 'Statements that failed.'],
  ] as const;
  for (const [name, field, help] of counters) {
    text.family(name, 'counter', help);
    for (const [database, sum] of sums) text.counter(name, { db_namespace: database }, sum[field]);
  }
}

function writeCaches(text: Exposition, { caches }: MetricsWindow): void {
  const counters = [
    ['uptempo_cache_hits', 'hits', 'Keys that were found in a cache.'],
    ['uptempo_cache_misses', 'misses', 'Keys that were not found in a cache.'],
    ['uptempo_cache_errors', 'errors', 'Calls of a cache that failed.'],
  ] as const;
  for (const [name, field, help] of counters) {
    text.family(name, 'counter', help);
    for (const [cache, stats] of caches.entries()) text.counter(name, { cache }, stats[field]);
  }
}

function writeProcesses(text: Exposition, { process }: MetricsWindow, metrics: Metrics): void {
  const counters = [
    ['process_cpu_seconds', (process.cpuUserMs + process.cpuSystemMs) / 1000, 'Processor time.'],
    ['nodejs_gc_seconds', process.gcMs / 1000, 'Time in garbage collection.'],
    [
      'nodejs_eventloop_active_seconds',
      process.loopActiveMs / 1000,
      'Time the event loop was busy.',
    ],
    ['nodejs_eventloop_idle_seconds', process.loopIdleMs / 1000, 'Time the event loop was idle.'],
  ] as const;
  for (const [name, value, help] of counters) {
    text.family(name, 'counter', help);
    text.counter(name, {}, value);
  }
  writeGauges(text, metrics);
}

function writeGauges(text: Exposition, metrics: Metrics): void {
  const workers = metrics.lastSamples();
  const gauges = [
    ['process_resident_memory_bytes', 'rssBytes', 'Resident memory.'],
    ['nodejs_heap_used_bytes', 'heapUsedBytes', 'Memory in use on V8’s heap.'],
    [
      'http_server_active_requests',
      'activeRequestsMax',
      'Requests in progress, at most, in ten seconds.',
    ],
  ] as const;
  for (const [name, field, help] of gauges) {
    text.family(name, 'gauge', help);
    for (const [worker, stats] of workers) text.gauge(name, { worker }, stats[field]);
  }
  text.family('nodejs_eventloop_delay_p99_seconds', 'gauge', 'Delay of the event loop.');
  for (const [worker, stats] of workers) {
    text.gauge('nodejs_eventloop_delay_p99_seconds', { worker }, stats.loopDelayP99Ms / 1000);
  }
  text.family('uptempo_queue_depth', 'gauge', 'How many wait in a queue.');
  for (const [worker, stats] of workers) {
    for (const [queue, depth] of Object.entries(stats.queueLast)) {
      text.gauge('uptempo_queue_depth', { worker, queue }, depth);
    }
  }
}

/** `GET /movies/:id` as the conventions have it. */
function routeLabels(key: string): Labels {
  const space = key.indexOf(' ');
  const isRoute = /^[A-Z]+ [/*]/.test(key);
  if (!isRoute)
    return {
      http_request_method: key.startsWith('(') ? '_OTHER' : key.slice(0, space),
      http_route: '',
    };
  return { http_request_method: key.slice(0, space), http_route: key.slice(space + 1) };
}
