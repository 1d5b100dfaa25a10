import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { CallSite } from '../call-site.ts';
import { queryChannel } from '../db-events.ts';
import { currentContext, type RequestContext } from '../request-context.ts';
import { threadClock } from '../time/thread-clock.ts';

/** What is used of the package `pg`, version 8. */
export interface PgPackage {
  readonly Client: { readonly prototype: object };
  readonly Pool: { readonly prototype: object };
}

type Method = (this: object, ...parameters: unknown[]) => unknown;
type Callback = (error: unknown, result?: unknown) => unknown;

/** A call of the application, which a pool passes on to one of its clients later. */
interface Asked {
  readonly context: RequestContext | undefined;
  readonly askedMs: number;
  readonly site: CallSite | undefined;
  /** Whether its query is under way; what its callback asks is asked anew. */
  isSent: boolean;
}

/** By pools, for the client that gets the query. */
const passedOn = new AsyncLocalStorage<Asked>();

/** Undoes what is done to each package; it is done once. */
const watched = new WeakMap<object, () => void>();

/**
 * Publishes the queries of clients and pools of the package `pg`, which tells of them nowhere
 * itself: statement, values, rows, the line, and how long a `pool.query()` waited for its client.
 * Cursors and streams are not seen, nor is how long a `pool.connect()` of the application waited.
 * While nobody listens a query is passed on as it is.
 *
 * ```ts
 * import pg from 'pg';
 *
 * watchPg(pg);
 * ```
 *
 * @returns what ends it.
 */
export function watchPg(pg: PgPackage): () => void {
  const known = watched.get(pg);
  if (known !== undefined) return known;
  const client = pg.Client.prototype;
  const pool = pg.Pool.prototype;
  const stops = [
    replace(client, 'query', (query) => watchedQuery(query)),
    replace(pool, 'query', (query) => noted(query)),
    replace(pool, 'connect', (connect) => bound(connect)),
  ];
  const stop = () => {
    for (const undo of stops) undo();
    watched.delete(pg);
  };
  watched.set(pg, stop);
  return stop;
}

function replace(prototype: object, name: string, make: (method: Method) => Method): () => void {
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  const method = make(Reflect.get(prototype, name) as Method);
  Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true });
  return () => {
    if (own === undefined) Reflect.deleteProperty(prototype, name);
    else Object.defineProperty(prototype, name, own);
  };
}

/** Of a pool: the line and the time are those of this call, whenever a client is free. */
function noted(query: Method): Method {
  return function (...parameters) {
    if (!queryChannel.hasSubscribers) return query.apply(this, parameters);
    return passedOn.run(ask(), () => query.apply(this, parameters));
  };
}

/** A pool calls back in the context of whoever gave the client back, and not of whoever waited. */
function bound(connect: Method): Method {
  return function (callback, ...rest) {
    if (typeof callback !== 'function' || !queryChannel.hasSubscribers) {
      return connect.call(this, callback, ...rest);
    }
    return connect.call(this, AsyncResource.bind(callback as Callback), ...rest);
  };
}

function watchedQuery(query: Method): Method {
  return function (...parameters) {
    const [text, values] = statementOf(parameters);
    if (text === undefined || !queryChannel.hasSubscribers) return query.apply(this, parameters);
    const passed = passedOn.getStore();
    const asked = passed === undefined || passed.isSent ? ask() : passed;
    asked.isSent = true;
    threadClock.mark(asked.context);
    const sentMs = performance.now();
    const end = (error: unknown, result?: unknown) => {
      publish(asked, { text, values, sentMs, rowCount: countRows(result), error });
    };
    const callback = parameters.at(-1);
    if (typeof callback === 'function') {
      const told: Callback = (error, result) => {
        end(error ?? undefined, result);
        return callback(error, result);
      };
      return query.apply(this, [...parameters.slice(0, -1), told]);
    }
    const promise = query.apply(this, parameters);
    // The application has the promise itself; this branch of it fails for nobody.
    if (promise instanceof Promise) promise.then((result) => end(undefined, result), end);
    return promise;
  };
}

function ask(): Asked {
  const site = queryChannel.wantsCallSite() ? CallSite.capture() : undefined;
  return { context: currentContext(), askedMs: performance.now(), site, isSent: false };
}

/** `query(text, values)` or `query({ text, values })`; nothing of what sends itself, as a cursor. */
function statementOf([first, second]: readonly unknown[]): [
  text: string | undefined,
  values: readonly unknown[],
] {
  const given = Array.isArray(second) ? second : [];
  if (typeof first === 'string') return [first, given];
  if (typeof first !== 'object' || first === null || 'submit' in first) return [undefined, []];
  const { text, values = given, callback } = first as Readonly<Record<string, unknown>>;
  // A callback in there is nowhere said to be allowed, and called by the package alone.
  if (typeof text !== 'string' || callback !== undefined) return [undefined, []];
  return [text, Array.isArray(values) ? values : []];
}

interface Ended {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly sentMs: number;
  readonly rowCount: number;
  readonly error: unknown;
}

function publish({ context, askedMs, site }: Asked, ended: Ended): void {
  const { text: sql, values: parameters, sentMs, rowCount, error } = ended;
  queryChannel.publish({
    context,
    database: 'pg',
    sql,
    parameters,
    startedMs: askedMs,
    waitMs: sentMs - askedMs,
    durationMs: performance.now() - sentMs,
    isBlocking: false,
    rowCount,
    origin: { kind: 'raw', subject: undefined, site },
    error,
  });
}

/** Of a text with several statements there are several results. */
function countRows(result: unknown): number {
  if (Array.isArray(result)) return result.reduce((sum, each) => sum + countRows(each), 0);
  const { rowCount } = (result ?? {}) as { readonly rowCount?: number | null };
  return rowCount ?? 0;
}
