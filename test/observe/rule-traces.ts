import { join } from 'node:path';
import {
  type CacheEvent,
  CallSite,
  cacheChannel,
  type RequestContext,
  type SpanEvent,
  spanChannel,
  type TimeAccount,
} from '../../src/events/index.ts';
import { defaultRules, detectFindings, type Finding, type Trace } from '../../src/observe/index.ts';
import { temporaryFiles } from '../support/files.ts';
import { publishRequest, type RequestFacts, record } from './cinema-events.ts';

export type { RequestContext, Trace };

/** A source file of a view, and the sites of calls in it. */
export interface SourceFile {
  readonly projectRoot: string;
  /** Where a text stands in the file, as a stack would name it. */
  siteAt(text: string): CallSite;
}

/** Writes the source of a view; rules read it as they do the application's. */
export function sourceFile(source: string): SourceFile {
  const projectRoot = temporaryFiles({ 'views.ts': source });
  return {
    projectRoot,
    siteAt(text) {
      const offset = source.indexOf(text);
      if (offset === -1) throw new Error(`The source has no ${text}`);
      const before = source.slice(0, offset).split('\n');
      const location = {
        file: join(projectRoot, 'views.ts'),
        line: before.length,
        column: before.at(-1)!.length + 1,
        functionName: 'view',
      };
      // A stack cannot be taken in a file that only exists as text.
      return Object.create(CallSite.prototype, {
        location: { value: location },
        frames: { value: [location] },
        key: { value: `${location.file}:${location.line}` },
      }) as CallSite;
    },
  };
}

/** A request of which the account says where its time went; what it does not name is nothing. */
export function traceWith(
  account: Partial<TimeAccount>,
  facts: RequestFacts & Partial<Trace> = {},
  work: (context: RequestContext) => void = () => {},
): Trace {
  const { durationMs = 200, url = '/movies' } = facts;
  const trace = record(() => publishRequest(work, { durationMs, url }));
  const whole: TimeAccount = { ...NOTHING, wallMs: durationMs, ...account };
  return Object.create(trace, {
    account: { value: whole },
    starvedMs: { value: 0 },
    ...Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [name, { value, enumerable: true }]),
    ),
  }) as Trace;
}

const NOTHING: TimeAccount = {
  wallMs: 0,
  cpuMs: 0,
  templateMs: 0,
  gcMs: 0,
  loopWaitMs: 0,
  poolWaitMs: 0,
  databaseMs: 0,
  cacheMs: 0,
  httpMs: 0,
  otherIoMs: 0,
  unaccountedMs: 0,
  queuedMs: 0,
};

/** What the rules of a code find in the last of some requests. */
export function findingsBy(
  code: string,
  traces: readonly Trace[],
  projectRoot?: string,
): readonly Finding[] {
  const rules = defaultRules.filter((rule) => rule.code === code);
  if (rules.length === 0) throw new Error(`There is no rule ${code}`);
  const root = projectRoot === undefined ? {} : { projectRoot };
  return detectFindings(traces.at(-1)!, { rules, recent: traces, ...root });
}

export function publishSpan(
  context: RequestContext,
  facts: Partial<SpanEvent> & { atMs?: number },
) {
  const { atMs = 0, ...event } = facts;
  spanChannel.publish({
    context,
    kind: 'custom',
    name: 'work',
    startedMs: context.startedMs + atMs,
    durationMs: 10,
    attributes: {},
    site: undefined,
    error: undefined,
    ...event,
  });
}

export function publishCacheCall(
  context: RequestContext,
  facts: Partial<CacheEvent> & { atMs?: number },
) {
  const { atMs = 0, ...event } = facts;
  cacheChannel.publish({
    context,
    cache: 'default',
    backend: 'redis',
    operation: 'get',
    keys: ['movies'],
    hits: 0,
    misses: 1,
    stale: 0,
    bytes: 0,
    startedMs: context.startedMs + atMs,
    durationMs: 1,
    computeMs: 0,
    site: undefined,
    error: undefined,
    ...event,
  });
}
