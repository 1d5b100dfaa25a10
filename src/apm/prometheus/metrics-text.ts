import {
  DURATION_BOUNDS_MS,
  type Metrics,
  type RunningProcess,
  type StatusAnswers,
  type TotalsReport,
} from '../../metrics/index.ts';
import { Exposition, type Labels } from './exposition.ts';

/** `http.server.request.duration` of OpenTelemetry's conventions, as Prometheus writes it. */
const REQUESTS = 'http_server_request_duration_seconds';

/**
 * The figures of all processes since the first start: whichever of them is asked gives the same, so
 * a scraper may come through a load balancer. Gauges are of the processes of the last minute.
 */
export async function prometheusText(metrics: Metrics, isOpenMetrics: boolean): Promise<string> {
  const text = new Exposition(isOpenMetrics);
  const totals = await metrics.totals();
  writeRequests(text, totals);
  writeDatabases(text, totals);
  writeCaches(text, totals);
  writeProcesses(text, totals);
  return text.finish();
}

function writeRequests(text: Exposition, { routes }: TotalsReport): void {
  text.family(REQUESTS, 'histogram', 'Duration of HTTP requests.');
  for (const { route, answers } of routes) {
    for (const answer of answers) {
      const { atMost, count, sumMs } = answer;
      const buckets = DURATION_BOUNDS_MS.map((ms, index) => [ms / 1000, atMost[index]!] as const);
      const labels = { ...routeLabels(route), ...statusLabels(answer) };
      text.histogram(REQUESTS, labels, buckets, count, sumMs / 1000);
    }
  }
}

/** Of those beyond the bound it is not known. What a server failed at has its status as its error. */
function statusLabels({ status }: StatusAnswers): Labels {
  if (status === 0) return {};
  const code = { http_response_status_code: String(status) };
  return status >= 500 ? { ...code, error_type: String(status) } : code;
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
  ] as const;
  for (const [name, ms, help] of counters) {
    text.family(name, 'counter', help);
    text.counter(name, {}, ms / 1000);
  }
  const loop = 'nodejs_eventloop_time_seconds';
  text.family(loop, 'counter', 'Time the event loop was busy, and idle.');
  text.counter(loop, { nodejs_eventloop_state: 'active' }, process.loopActiveMs / 1000);
  text.counter(loop, { nodejs_eventloop_state: 'idle' }, process.loopIdleMs / 1000);
  writeGauges(text, running);
}

function writeGauges(text: Exposition, running: readonly RunningProcess[]): void {
  const gauges = [
    ['process_resident_memory_bytes', 'rssBytes', 'Resident memory.'],
    ['nodejs_heap_used_bytes', 'heapUsedBytes', 'Memory in use on V8’s heap.'],
    [
      'uptempo_http_active_requests_max',
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
