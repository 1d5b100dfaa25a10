import {
  createRequestContext,
  type QueryEvent,
  queryChannel,
  type RelationLoadEvent,
  type RequestContext,
  type ResultSetInfo,
  relationLoadChannel,
  requestFinishChannel,
  requestStartChannel,
  runInContext,
  templateRenderChannel,
} from '../../src/events/index.ts';
import {
  createRecorder,
  type Recorder,
  type RecorderOptions,
  type Trace,
} from '../../src/observe/index.ts';

export const SELECT_DIRECTOR = 'SELECT "id", "name" FROM "director" WHERE "id" = ? LIMIT 1';

export interface RequestFacts {
  readonly url?: string;
  readonly durationMs?: number;
  readonly statusCode?: number;
  readonly error?: unknown;
}

/** Publishes what a request publishes, with `work` in the middle. */
export function publishRequest(
  work: (context: RequestContext) => void,
  facts: RequestFacts = {},
): RequestContext {
  const context = createRequestContext();
  const { url = '/movies', durationMs = 100, statusCode = 200, error } = facts;
  requestStartChannel.publish({
    context,
    method: 'GET',
    url,
    route: '/movies',
    routeName: 'movie-list',
  });
  runInContext(context, () => work(context));
  requestFinishChannel.publish({
    context,
    statusCode,
    contentType: 'text/html; charset=utf-8',
    contentLength: undefined,
    durationMs,
    error,
  });
  return context;
}

/** Publishes a query; `atMs` counts from the start of the request. */
export function publishQuery(
  context: RequestContext | undefined,
  facts: Partial<Omit<QueryEvent, 'origin'>> &
    Partial<QueryEvent['origin']> & { readonly atMs?: number } = {},
): void {
  const { kind = 'queryset', site, atMs = 0, ...event } = facts;
  const subject = 'subject' in facts ? facts.subject : 'Movie';
  queryChannel.publish({
    context,
    database: 'default',
    sql: 'SELECT "id", "title" FROM "movie"',
    parameters: [],
    startedMs: (context?.startedMs ?? 0) + atMs,
    waitMs: 0,
    durationMs: 1,
    isBlocking: false,
    rowCount: 1,
    error: undefined,
    ...event,
    origin: { kind, subject, site },
  });
}

export function publishTemplate(context: RequestContext, template: string, depth: number): void {
  templateRenderChannel.publish({
    context,
    template,
    file: undefined,
    depth,
    startedMs: context.startedMs,
    durationMs: 50,
    outputLength: 1_000,
    contextNames: ['movies'],
    error: undefined,
  });
}

/** Publishes a relation load of 2 ms with its query of 1 ms inside. */
export function publishDirectorLoad(
  context: RequestContext,
  resultSet: ResultSetInfo,
  facts: Partial<RelationLoadEvent> & { readonly atMs: number; readonly id: number },
): void {
  const { atMs, id, ...event } = facts;
  publishQuery(context, {
    kind: 'relation',
    subject: 'Movie.director',
    sql: SELECT_DIRECTOR,
    parameters: [id],
    atMs: atMs + 0.5,
    site: event.site,
  });
  relationLoadChannel.publish({
    context,
    relation: 'Movie.director',
    name: 'director',
    remedy: 'selectRelated',
    resultSet,
    mode: 'one',
    loadedFor: 1,
    queried: true,
    startedMs: context.startedMs + atMs,
    durationMs: 2,
    site: undefined,
    ...event,
  });
}

/** Records `work`; every recorder is stopped again, so that tests do not see one another's. */
export function record(work: () => RequestContext, options: RecorderOptions = {}): Trace {
  return recording((recorder) => recorder.trace(work().id)!, options);
}

export function recording<T>(work: (recorder: Recorder) => T, options: RecorderOptions = {}): T {
  const recorder = createRecorder(options);
  recorder.start();
  try {
    return work(recorder);
  } finally {
    recorder.stop();
  }
}
