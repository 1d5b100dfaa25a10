import { database, sql } from '../src/db/index.ts';
import {
  createRequestContext,
  requestFinishChannel,
  requestStartChannel,
  runInContext,
} from '../src/events/index.ts';
import { createRecorder } from '../src/observe/index.ts';
import { connect } from '../src/orm/index.ts';
import {
  type Bench,
  type Deferred,
  installedPeers,
  isInPython,
  type MeasuredSubject,
  peerVersions,
  serverSubject,
  type Workload,
} from './harness/index.ts';

/** Requests, or statements, of one operation, so that the turn of the loop it ends with weighs little. */
const BATCH = 100;

type Observer = 'nobody' | 'recorder';

/** What the http folder does for a request, without a request. */
function answerRequest(work: () => unknown): unknown {
  const context = createRequestContext();
  if (requestStartChannel.hasSubscribers) {
    const route = '/movies';
    requestStartChannel.publish({ context, method: 'GET', url: route, route, routeName: 'movies' });
  }
  const result = runInContext(context, work);
  if (requestFinishChannel.hasSubscribers) {
    requestFinishChannel.publish({
      context,
      statusCode: 200,
      contentType: 'text/html',
      contentLength: 2_000,
      durationMs: performance.now() - context.startedMs,
      error: undefined,
    });
  }
  return result;
}

function requests(observer: Observer): Deferred {
  return {
    async prepare() {
      if (observer === 'recorder') createRecorder().start();
      return async () => {
        for (let index = 0; index < BATCH; index++) answerRequest(() => index);
        await new Promise(setImmediate);
        return BATCH;
      };
    },
  };
}

function statements(observer: Observer): Deferred {
  return {
    async prepare() {
      connect({ default: 'sqlite::memory:' });
      if (observer === 'recorder') createRecorder().start();
      return async () => {
        await answerRequest(async () => {
          for (let index = 0; index < BATCH; index++) await database().raw(sql`SELECT 1975`);
        });
        await new Promise(setImmediate);
        return BATCH;
      };
    },
  };
}

function movies(observer: string, file = 'movies.ts'): MeasuredSubject {
  return serverSubject({
    file: new URL(`./servers/${file}`, import.meta.url),
    environment: { OBSERVER: observer },
    path: '/movies',
    isFront: file === 'movies-django.ts',
  });
}

/** Over one connection, as somebody has who develops: what is done after an answer delays the next one. */
function loop(observer: string): MeasuredSubject {
  return serverSubject({
    file: new URL('./servers/movies.ts', import.meta.url),
    environment: { OBSERVER: observer },
    path: '/loop',
    connections: 1,
  });
}

/** Whoever looks on adds scripts and styles to the page, and nothing to its table. */
function checkTable(page: unknown, expected: unknown, subject: string): void {
  if (tableOf(page) !== tableOf(expected)) {
    throw new Error(`The table of "${subject}" is not that of the page nobody looks on.`);
  }
}

function tableOf(page: unknown): string | undefined {
  return /<table>.*?<\/table>/s.exec(String(page))?.[0];
}

const page: Workload = {
  name: '25 joined rows as a page',
  limit: 'nobody',
  subjects: {
    nobody: movies('nobody'),
    'toolbar off': movies('toolbar off'),
    recorder: movies('recorder'),
    apm: movies('apm'),
    toolbar: movies('toolbar'),
    ...(installedPeers(['@opentelemetry/sdk-node']).length > 0 && {
      'OpenTelemetry, spans thrown away': movies('OpenTelemetry', 'movies-open-telemetry.ts'),
    }),
  },
  check: checkTable,
};

const loopPage: Workload = {
  name: '51 queries of a loop as a page',
  limit: 'nobody',
  subjects: {
    nobody: loop('nobody'),
    apm: loop('apm'),
    recorder: loop('recorder'),
    history: loop('history'),
    toolbar: loop('toolbar'),
  },
  check: checkTable,
};

const djangoPage: Workload = {
  name: 'the same page in Django',
  limit: 'Django',
  subjects: {
    Django: movies('nobody', 'movies-django.ts'),
    'Django with debug-toolbar': movies('toolbar', 'movies-django.ts'),
  },
  check: checkTable,
};

export const bench: Bench = {
  name: 'observe',
  description: 'What it costs to look on: events, recorder and toolbar, beside others’ ways.',
  isIsolated: true,
  versions: () => peerVersions(['@opentelemetry/sdk-node', '@fastify/otel']),
  async workloads() {
    return [
      {
        name: `${BATCH} requests`,
        limit: 'nobody',
        subjects: { nobody: requests('nobody'), recorder: requests('recorder') },
      },
      {
        name: `${BATCH} statements of a request`,
        limit: 'nobody',
        subjects: { nobody: statements('nobody'), recorder: statements('recorder') },
      },
      page,
      loopPage,
      ...(isInPython('Django', 'django', 'debug_toolbar') ? [djangoPage] : []),
    ];
  },
};
