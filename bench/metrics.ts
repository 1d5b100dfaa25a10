import {
  createRequestContext,
  queryChannel,
  type RequestContext,
  requestFinishChannel,
  requestStartChannel,
} from '../src/events/index.ts';
import { Histogram, IN_MEMORY, Metrics } from '../src/metrics/index.ts';
import type { Bench, Prepared, Workload } from './harness/index.ts';

const histogram = new Histogram();
let turn = 0;

/** A spread of durations as a site has it, from 1 to 100 ms. */
function nextMs(): number {
  turn = (turn * 7919 + 13) % 10_007;
  return 1 + (turn * 99) / 10_007;
}

function startRequest(): RequestContext {
  const context = createRequestContext();
  requestStartChannel.publish({
    context,
    method: 'GET',
    url: '/movies/7',
    route: '/movies/:id',
    routeName: 'movie-detail',
  });
  return context;
}

function finishRequest(context: RequestContext): void {
  requestFinishChannel.publish({
    context,
    statusCode: 200,
    contentType: 'text/html',
    contentLength: 2_048,
    durationMs: nextMs(),
    error: undefined,
  });
}

function runQuery(context: RequestContext | undefined): void {
  queryChannel.publish({
    context,
    database: 'default',
    sql: 'SELECT "id", "title" FROM "movie" WHERE "id" = ?',
    parameters: [],
    startedMs: turn,
    waitMs: 0.01,
    durationMs: nextMs() / 100,
    rowCount: 1,
    isBlocking: true,
    origin: { kind: 'queryset', subject: 'Movie', site: undefined },
    error: undefined,
  });
}

/** The work with the metrics listening, or with somebody who does nothing, who costs the event alone. */
function subjects(work: (context: RequestContext) => void): Workload['subjects'] {
  return {
    'heard by nobody in particular': {
      prepare: async () => {
        const stops = [
          requestStartChannel.subscribe(() => {}),
          requestFinishChannel.subscribe(() => {}),
          queryChannel.subscribe(() => {}, { callSites: 'none' }),
        ];
        return prepared(work, () => {
          for (const stop of stops) stop();
        });
      },
    },
    'added up': {
      prepare: async () => {
        const metrics = await Metrics.open({ file: IN_MEMORY, projectRoot: '/' });
        metrics.start();
        return prepared(work, () => void metrics.stop());
      },
    },
  };
}

function prepared(work: (context: RequestContext) => void, stop: () => void): Prepared {
  const open = startRequest();
  return {
    work() {
      work(open);
      return 1975;
    },
    close: async () => stop(),
  };
}

const workloads: readonly Workload[] = [
  {
    name: 'a request',
    limit: 'heard by nobody in particular',
    subjects: subjects(() => finishRequest(startRequest())),
  },
  {
    name: 'a statement in a request',
    limit: 'heard by nobody in particular',
    subjects: subjects((context) => runQuery(context)),
  },
  {
    name: 'a duration in a histogram',
    limit: 'the duration alone',
    subjects: {
      'the duration alone': () => {
        nextMs();
        return 1975;
      },
      'Histogram.record()': () => {
        histogram.record(nextMs());
        return 1975;
      },
    },
  },
];

export const bench: Bench = {
  name: 'metrics',
  description: 'What production metrics add to the events of a request and of a statement.',
  workloads,
  // What listens would be heard by the other subject too.
  isIsolated: true,
};
