import type { QueryOrigin } from '../../events/index.ts';
import { isReadOnlySql, tokenizeSql } from '../../sql-text/index.ts';
import type { Database } from '../database.ts';
import type { ReadGuard } from '../dialects/dialect.ts';
import { dbError } from '../errors.ts';
import type { CompiledStatement, DatabaseValue, RawRow } from '../sql/statement.ts';
import type { StatementPlan } from './plan-step.ts';

export interface ExplainRequest {
  /** As the database got it, or as the application wrote it for `raw()`. */
  readonly sql: string;
  readonly isRaw: boolean;
  /** Its values; undefined where nobody kept them: then the plan is the one for any values. */
  readonly values: readonly DatabaseValue[] | undefined;
  /** Run it and measure each step. */
  readonly analyze: boolean;
  /** Milliseconds after which the database gives up. */
  readonly timeoutMs: number;
  /** What is run around it on the same connection. */
  readonly setup?: ReadGuard;
}

/** What became of the values of a statement that was explained. */
export interface ExplainedStatement extends StatementPlan {
  /** Whether the plan is that for any values. */
  readonly isGeneric: boolean;
  readonly isAnalyzed: boolean;
}

const ORIGIN: QueryOrigin = { kind: 'raw', subject: undefined, site: undefined };

/** Ends the transaction with nothing done, whatever the statement was. */
class Undone {
  readonly plan: ExplainedStatement;

  constructor(plan: ExplainedStatement) {
    this.plan = plan;
  }
}

/**
 * How the database would run a statement that was recorded. The database itself is told to write
 * nothing meanwhile, and what was begun is undone; a function that has effects outside of the
 * database has them all the same when it is measured.
 *
 * @throws db.explain.not_a_read, db.explain.unsupported, and what the database says
 */
export async function explainStatement(
  database: Database,
  request: ExplainRequest,
): Promise<ExplainedStatement> {
  assertRead(request.sql);
  const { analyze } = request;
  if (analyze && !database.dialect.features.measuresPlans) {
    database.dialect.explain(request.sql, { analyze });
  }
  try {
    await database.atomic(
      async () => {
        throw new Undone(await explainGuarded(database, request));
      },
      { isReadOnly: true, durable: true },
    );
  } catch (error) {
    if (error instanceof Undone) return error.plan;
    throw error;
  }
  throw new Error('An explained statement was committed.');
}

async function explainGuarded(
  database: Database,
  request: ExplainRequest,
): Promise<ExplainedStatement> {
  const guard = database.dialect.guardReads(request.timeoutMs);
  const { setup = { enter: [], leave: [] } } = request;
  for (const sql of [...guard.enter, ...setup.enter]) await run(database, sql);
  try {
    return await database.atomic(() => explain(database, request));
  } finally {
    for (const sql of [...setup.leave, ...guard.leave]) await run(database, sql);
  }
}

async function explain(
  database: Database,
  { sql, isRaw, values, analyze }: ExplainRequest,
): Promise<ExplainedStatement> {
  const { dialect } = database;
  const text = isRaw ? dialect.rawSql(sql) : sql;
  const generic =
    values === undefined ? dialect.explainGeneric(text, parametersOf(text)) : undefined;
  if (generic !== undefined) {
    if (analyze) throw withoutValues();
    const rows = await explainPrepared(database, generic);
    return { ...dialect.planTree(rows), isGeneric: true, isAnalyzed: false };
  }
  const rows = await run(database, dialect.explain(text, { format: 'json', analyze }), values);
  return { ...dialect.planTree(rows), isGeneric: values === undefined, isAnalyzed: analyze };
}

/** A prepared statement outlives the transaction, also one that failed: a savepoint saves the rest. */
async function explainPrepared(
  database: Database,
  { prepare, explain: sql, forget }: NonNullable<ReturnType<Database['dialect']['explainGeneric']>>,
): Promise<readonly RawRow[]> {
  for (const statement of prepare) await run(database, statement);
  try {
    return await database.atomic(() => run(database, sql));
  } finally {
    for (const statement of forget) await run(database, statement);
  }
}

function run(
  database: Database,
  sql: string,
  values: readonly DatabaseValue[] = [],
): Promise<readonly RawRow[]> | readonly RawRow[] {
  const statement: CompiledStatement = {
    sql,
    bindings: values.map((_, slot) => ({ slot, encode: asIs })),
    isWrite: false,
    returnsRows: true,
    footprint: { reads: [], changes: [], insertsOnly: false, named: undefined },
  };
  return database.query(statement, values, ORIGIN);
}

function asIs(value: unknown): DatabaseValue {
  return value as DatabaseValue;
}

/** How many values a statement takes: by the highest number, else by their marks. */
function parametersOf(sql: string): number {
  const marks = tokenizeSql(sql).filter(({ kind }) => kind === 'parameter');
  return marks.reduce((most, { text }, index) => {
    const number = Number(text.slice(1));
    return Math.max(most, text.length > 1 && Number.isInteger(number) ? number : index + 1);
  }, 0);
}

function assertRead(sql: string): void {
  if (isReadOnlySql(sql)) return;
  throw dbError('db.explain.not_a_read', 'Only statements that read are explained.', {
    hint: 'A write can be explained by hand, in a transaction that is rolled back.',
  });
}

function withoutValues() {
  return dbError(
    'db.explain.unsupported',
    'The statement cannot be measured: its values were not kept.',
    { hint: 'recordsParameters keeps them, short ones only.' },
  );
}
