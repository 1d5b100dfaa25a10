import { setImmediate } from 'node:timers/promises';
import type { App } from '../../http/index.ts';
import type {
  Finding,
  Recorder,
  SortedFindings,
  SuppressedFinding,
  Trace,
} from '../../observe/index.ts';
import { createProjectApp, ignoredFindings, type Project } from '../../project/index.ts';
import { choosePages } from './pages.ts';

export interface PerformanceOptions {
  /** URLs to visit beside the routes without parameters. */
  readonly urls?: readonly string[];
  /** Requests of each page that are judged; one more before them warms it up. Default 5. */
  readonly requests?: number;
  /** Queries that a page may make. Default any number. */
  readonly maxQueries?: number;
  /** Called when it is known how many pages there are, and after each. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What one page did. */
export interface PageReport {
  readonly url: string;
  readonly status: number;
  /** Median of its requests. */
  readonly totalMs: number;
  readonly queryCount: number;
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Whether it made more queries than it may. */
  readonly hasTooManyQueries: boolean;
}

export interface PerformanceReport {
  /** Those whose findings would save most first. */
  readonly pages: readonly PageReport[];
  /** Routes whose parameters nobody gave values for. */
  readonly notVisited: readonly string[];
}

/** Beside what is judged, so that nothing is dropped. */
const WARM_UPS = 1;

/**
 * Visits the pages of a project in this process and says what could be faster. It sends GET requests
 * only; afterwards databases are asked for the plans of a page's expensive statements.
 *
 * @throws checks.performance.url, observe.suppression.invalid
 */
export async function checkPerformance(
  project: Project,
  options: PerformanceOptions = {},
): Promise<PerformanceReport> {
  const { createRecorder, recurringFindings } = await import('../../observe/index.ts');
  const detection = { projectRoot: project.root, suppressions: await ignoredFindings(project) };
  const { adviseIndexesOf } = await import('../../advice/index.ts');
  const judge = async (traces: readonly Trace[]) => {
    const advice = await adviseIndexesOf(traces, { projectRoot: project.root });
    return recurringFindings(traces, { ...detection, advice });
  };
  const app = await createProjectApp(project, { mode: 'development', toolbar: false });
  const maxTraces = WARM_UPS + (options.requests ?? 5);
  const recorder = createRecorder({ maxTraces, watchesRows: true, keepsValues: true });
  recorder.start();
  try {
    const { urls, notVisited } = choosePages(app.routeList, options.urls ?? []);
    const pages: PageReport[] = [];
    options.onProgress?.(0, urls.length);
    for (const url of urls) {
      pages.push(await visitPage({ app, recorder, judge, options }, url));
      options.onProgress?.(pages.length, urls.length);
    }
    return { pages: pages.sort((a, b) => savedBy(b) - savedBy(a)), notVisited };
  } finally {
    recorder.stop();
    await app.close();
  }
}

/** Whether a page has something that should not stay. */
export function isFailing({ status, findings, hasTooManyQueries }: PageReport): boolean {
  const isWarned = findings.some(({ level }) => level === 'warning');
  return isWarned || hasTooManyQueries || status >= 500;
}

interface Visit {
  readonly app: App;
  readonly recorder: Recorder;
  readonly judge: (traces: readonly Trace[]) => Promise<SortedFindings>;
  readonly options: PerformanceOptions;
}

async function visitPage(visit: Visit, url: string): Promise<PageReport> {
  const { app, recorder, judge, options } = visit;
  const requests = options.requests ?? 5;
  for (const trace of recorder.traces()) recorder.forget(trace.id);
  let status = 0;
  for (let count = 0; count < WARM_UPS + requests; count++) {
    status = (await app.inject({ url, headers: BROWSER })).statusCode;
  }
  const traces = (await finishedTraces(recorder)).slice(0, requests);
  const { findings, suppressed } = await judge(traces);
  const queryCount = median(traces.map(({ totals }) => totals.queryCount));
  const totalMs = median(traces.map((trace) => trace.totalMs ?? 0));
  const hasTooManyQueries = queryCount > (options.maxQueries ?? Number.POSITIVE_INFINITY);
  return { url, status, totalMs, queryCount, findings, suppressed, hasTooManyQueries };
}

/** A visitor of this machine, which every project lets in while it is developed. */
const BROWSER = { host: 'localhost', accept: 'text/html,*/*;q=0.8' };

/** Newest first, once the accounts of their time are told: two turns of the event loop later. */
async function finishedTraces(recorder: Recorder): Promise<readonly Trace[]> {
  while (recorder.traces().some(({ totalMs }) => totalMs === undefined)) await setImmediate();
  for (let turn = 0; turn < 3; turn++) await setImmediate();
  return recorder.traces();
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function savedBy({ findings }: PageReport): number {
  return Math.max(0, ...findings.map(({ savedMs }) => savedMs));
}
