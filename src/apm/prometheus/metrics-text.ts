import type { Metrics, RouteTotals, RunningProcess, TotalsReport } from '../../metrics/index.ts';
import { Exposition, type Labels } from './exposition.ts';

/** Bounds in seconds that the semantic conventions recommend for http.server.request.duration. */
const BOUNDS_S = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const BOUNDS_MS = BOUNDS_S.map((bound) => bound * 1000);

const REQUESTS = 'http_server_request_duration_seconds';

/**
 * The figures of all processes since the first start: whichever of them is asked gives the same, so
 * a scraper may come through a load balancer. Gauges are of the processes of the last minute.
 */
export async function prometheusText(metrics: Metrics, isOpenMetrics: boolean): Promise<string> {
  const text = new Exposition(isOpenMetrics);
  const totals = await metrics.totals(BOUNDS_MS);
  writeRequests(text, totals);
  writeAnswers(text, totals);
  writeDatabases(text, totals);
  writeCaches(text, totals);
  writeProcesses(text, totals);
  return text.finish();
}

function writeRequests(text: Exposition, { routes }: TotalsReport): void {
  text.family(REQUESTS, 'histogram', 'Duration of HTTP requests.');
  for (const { route, atMost, count, sumMs } of routes) {
    const buckets = BOUNDS_S.map((bound, index) => [bound, atMost[index]!] as const);
    text.histogram(REQUESTS, routeLabels(route), buckets, count, sumMs / 1000);
  }
}

/** Counted by class of status, since a histogram for each of them would be five times as long. */
function writeAnswers(text: Exposition, { routes }: TotalsReport): void {
  const name = 'http_server_responses';
  text.family(name, 'counter', 'HTTP responses by class of their status.');
  for (const totals of routes) {
    for (const [statusClass, count] of Object.entries(classesOf(totals))) {
      const labels = { ...routeLabels(totals.route), http_response_status_class: statusClass };
      text.counter(name, labels, count);
    }
  }
}

function classesOf(totals: RouteTotals): Readonly<Record<string, number>> {
  const { count, clientErrors, serverErrors, cancelled } = totals;
  const rest = count - clientErrors - serverErrors - cancelled;
  return { success: rest, client_error: clientErrors, server_error: serverErrors, cancelled };
}

function writeDatabases(text: Exposition, { databases }: TotalsReport): void {
  const counters = [
    ['uptempo_db_statements', 'count', 1, 'Statements run in a database.'],
    ['uptempo_db_statement_seconds', 'sumMs', 1000, 'Time that statements took in a database.'],
    ['uptempo_db_connection_wait_seconds', 'waitMs', 1000, 'Time spent waiting for a connection.'],
    ['uptempo_db_errors', 'errors', 1, 'Statements that failed.'],
  ] as const;
  for (const [name, field, unit, help] of counters) {
    text.family(name, 'counter', help);
    for (const totals of databases) {
      text.counter(name, { db_namespace: totals.database }, totals[field] / unit);
    }
  }
}

function writeCaches(text: Exposition, { caches }: TotalsReport): void {
  const counters = [
    ['uptempo_cache_hits', 'hits', 'Keys that were found in a cache.'],
    ['uptempo_cache_misses', 'misses', 'Keys that were not found in a cache.'],
    ['uptempo_cache_errors', 'errors', 'Calls of a cache that failed.'],
  ] as const;
  for (const [name, field, help] of counters) {
    text.family(name, 'counter', help);
    for (const totals of caches) text.counter(name, { cache: totals.cache }, totals[field]);
  }
}

function writeProcesses(text: Exposition, { process, running }: TotalsReport): void {
  const counters = [
    ['process_cpu_seconds', process.cpuMs, 'Processor time.'],
    ['nodejs_gc_seconds', process.gcMs, 'Time in garbage collection.'],
    ['nodejs_eventloop_active_seconds', process.loopActiveMs, 'Time the event loop was busy.'],
    ['nodejs_eventloop_idle_seconds', process.loopIdleMs, 'Time the event loop was idle.'],
  ] as const;
  for (const [name, ms, help] of counters) {
    text.family(name, 'counter', help);
    text.counter(name, {}, ms / 1000);
  }
  writeGauges(text, running);
}

function writeGauges(text: Exposition, running: readonly RunningProcess[]): void {
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
    for (const process of running) text.gauge(name, { worker: process.worker }, process[field]);
  }
  text.family('nodejs_eventloop_delay_p99_seconds', 'gauge', 'Delay of the event loop.');
  for (const { worker, loopDelayP99Ms } of running) {
    text.gauge('nodejs_eventloop_delay_p99_seconds', { worker }, loopDelayP99Ms / 1000);
  }
  text.family('uptempo_queue_depth', 'gauge', 'How many wait in a queue.');
  for (const { worker, queueLast } of running) {
    for (const [queue, depth] of Object.entries(queueLast)) {
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
