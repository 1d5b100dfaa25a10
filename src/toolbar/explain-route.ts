import type { DatabaseValue, ExplainedStatement } from '../db/index.ts';
import { type App, type Request, sendToolJson } from '../http/index.ts';
import type { Trace, TracedQuery } from '../observe/index.ts';
import { toolbarError } from './errors.ts';

/** Milliseconds that a database may take to plan, and to run, what is explained. */
const PLAN_TIMEOUT_MS = 5_000;
const RUN_TIMEOUT_MS = 15_000;

/** The answer to a question for the plan of a statement. */
export interface ExplainAnswer extends ExplainedStatement {
  /** Whether the database could measure it too, with the values that were kept. */
  readonly canAnalyze: boolean;
}

/**
 * Adds the route that explains a statement of a trace. It is asked for by its place in the trace,
 * never by its text, in JSON, which no form can send; the scope refuses other sites.
 */
export function addExplainRoute(scope: App, traceOf: (id: string) => Trace | undefined): void {
  scope.post('/traces/:id/queries/:position/explain', async (request, reply) =>
    sendToolJson(reply, await answer(request, traceOf)),
  );
}

async function answer(
  request: Request,
  traceOf: (id: string) => Trace | undefined,
): Promise<ExplainAnswer> {
  const { id, position } = request.params as Readonly<Record<'id' | 'position', string>>;
  const query = traceOf(id)?.queries[/^\d{1,6}$/.test(position) ? Number(position) : -1];
  if (query === undefined) throw unknownQuery();
  return explain(query, wantsAnalysis(request));
}

/** @throws toolbar.explain.invalid */
function wantsAnalysis({ body, headers }: Request): boolean {
  const isJson = /^application\/json\b/i.test(headers['content-type'] ?? '');
  const question = typeof body === 'object' && body !== null ? body : {};
  const analyze: unknown = Reflect.get(question, 'analyze');
  if (isJson && typeof analyze === 'boolean') return analyze;
  throw toolbarError('toolbar.explain.invalid', 'A plan is asked for with {"analyze": false}.');
}

async function explain(query: TracedQuery, analyze: boolean): Promise<ExplainAnswer> {
  // Loaded when it is asked for: an application without a database has a toolbar too.
  const { database, explainStatement } = await import('../db/index.ts');
  const connected = connectedDatabase(() => database(query.database), query);
  const plan = await explainStatement(connected, {
    sql: query.sql,
    isRaw: query.kind === 'raw',
    values: query.values as readonly DatabaseValue[] | undefined,
    analyze,
    timeoutMs: analyze ? RUN_TIMEOUT_MS : PLAN_TIMEOUT_MS,
  });
  const canAnalyze = connected.dialect.features.measuresPlans && query.values !== undefined;
  return { ...plan, canAnalyze };
}

function connectedDatabase<Connected>(find: () => Connected, query: TracedQuery): Connected {
  try {
    return find();
  } catch (cause) {
    const message = `There is no database "${query.database}" to ask for the plan.`;
    throw toolbarError('toolbar.explain.no_database', message, {
      hint: 'Statements of another client are shown; plans are asked for through connect().',
      cause,
    });
  }
}

function unknownQuery() {
  return toolbarError('toolbar.trace.unknown', 'The statement is not kept any more.', {
    hint: 'Load the page again to record a new one.',
  });
}
