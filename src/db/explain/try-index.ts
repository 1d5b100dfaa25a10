import { Database } from '../database.ts';
import { SqliteDriver } from '../drivers/sqlite/driver.ts';
import type { DatabaseValue } from '../sql/statement.ts';
import { type ExplainRequest, explainStatement } from './explain-statement.ts';
import type { PlanStep } from './plan-step.ts';

/** Some columns of a table, in the order of an index over them. */
export interface IndexCandidate {
  readonly table: string;
  readonly columns: readonly string[];
}

/** What the database would do with an index that is not there. */
export interface IndexTrial {
  /** Whether its plan with the index uses it. */
  readonly isUsed: boolean;
  /** Whether the database has planned with it; else this is judged from the plan it has. */
  readonly isProven: boolean;
  /** The cost of its plan without and with the index, where it estimates one. */
  readonly costBefore: number | undefined;
  readonly costAfter: number | undefined;
}

const TRIAL = 'uptempo_trial';

/**
 * Has the database plan a statement with an index that nobody makes: PostgreSQL by the extension
 * `hypopg` where it is installed, SQLite on a copy of the schema in memory, without its rows. Where
 * neither can be, `isProven` is false and `isUsed` tells whether the plan looks at every row.
 */
export async function tryIndex(
  database: Database,
  candidate: IndexCandidate,
  request: ExplainRequest,
): Promise<IndexTrial> {
  return database.dialect.features.plansOnSchemaAlone
    ? tryOnCopy(database, candidate, request)
    : tryWithExtension(database, candidate, request);
}

async function tryOnCopy(
  database: Database,
  candidate: IndexCandidate,
  request: ExplainRequest,
): Promise<IndexTrial> {
  const settings = { kind: 'sqlite', path: ':memory:', isMemory: true, busyTimeoutMs: 0 } as const;
  const copy = new Database('trial', new SqliteDriver(settings));
  try {
    await copySchema(database, copy);
    await copy.raw(createIndex(candidate, TRIAL));
    const { steps } = await explainStatement(copy, { ...request, analyze: false });
    const isUsed = allSteps(steps).some(({ title }) => title.includes(`INDEX ${TRIAL}`));
    return { isUsed, isProven: true, costBefore: undefined, costAfter: undefined };
  } finally {
    await copy.close();
  }
}

/** Tables and indexes, and what ANALYZE knows of them. What cannot be made again is left out. */
async function copySchema(from: Database, to: Database): Promise<void> {
  const { rows } = await from.raw(
    `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')
     AND substr(name, 1, 7) <> 'sqlite_' ORDER BY type DESC`,
  );
  for (const { sql } of rows) await to.raw(String(sql)).catch(() => {});
  const known = await from.raw("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'");
  if (known.rows.length === 0) return;
  await to.raw('ANALYZE');
  const statistics = await from.raw('SELECT tbl, idx, stat FROM sqlite_stat1');
  for (const { tbl, idx, stat } of statistics.rows) {
    const values: DatabaseValue[] = [tbl ?? null, idx ?? null, stat ?? null];
    await to.raw('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', values);
  }
  await to.raw('ANALYZE sqlite_master');
}

async function tryWithExtension(
  database: Database,
  candidate: IndexCandidate,
  request: ExplainRequest,
): Promise<IndexTrial> {
  const plain = await explainStatement(database, { ...request, analyze: false });
  const costBefore = costOf(plain.steps);
  if (!(await hasHypopg(database))) {
    const isUsed = allSteps(plain.steps).some(
      ({ isScan, table }) => isScan && table === candidate.table,
    );
    return { isUsed, isProven: false, costBefore, costAfter: undefined };
  }
  const create = `SELECT * FROM hypopg_create_index('${createIndex(candidate).replaceAll("'", "''")}')`;
  const setup = { enter: [create], leave: ['SELECT hypopg_reset()'] };
  const { steps } = await explainStatement(database, { ...request, analyze: false, setup });
  const isUsed = allSteps(steps).some(({ title }) => /<\d+>/.test(title));
  return { isUsed, isProven: true, costBefore, costAfter: costOf(steps) };
}

async function hasHypopg(database: Database): Promise<boolean> {
  const { rows } = await database.raw("SELECT 1 FROM pg_extension WHERE extname = 'hypopg'");
  return rows.length > 0;
}

function createIndex({ table, columns }: IndexCandidate, name = ''): string {
  const list = columns.map(quoted).join(', ');
  return `CREATE INDEX ${name === '' ? '' : `${quoted(name)} `}ON ${quoted(table)} (${list})`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function costOf(steps: readonly PlanStep[]): number | undefined {
  return steps[0]?.cost;
}

function allSteps(steps: readonly PlanStep[]): readonly PlanStep[] {
  return steps.flatMap((step) => [step, ...allSteps(step.steps)]);
}

/** What is known of a table's rows, from the first ones. */
export interface TableSample {
  /** Rows looked at; the table has as many at least. */
  readonly rows: number;
  /** Different values among them, by column. */
  readonly distinct: readonly number[];
}

/** Rows that are looked at: some milliseconds. */
const SAMPLE_ROWS = 5_000;

/** Counts the different values in some columns of a table's first rows. */
export async function sampleTable(
  database: Database,
  { table, columns }: IndexCandidate,
): Promise<TableSample> {
  const names = columns.map(quoted);
  const counts = names.map((name, index) => `count(DISTINCT ${name}) AS d${index}`);
  const { rows } = await database.raw(
    `SELECT count(*) AS total, ${counts.join(', ')}
     FROM (SELECT ${names.join(', ')} FROM ${quoted(table)} LIMIT ${SAMPLE_ROWS}) AS sample`,
  );
  const [row] = rows;
  return {
    rows: Number(row?.total ?? 0),
    distinct: columns.map((_, index) => Number(row?.[`d${index}`] ?? 0)),
  };
}

/** The columns of each index of a table, in their order. */
export async function indexesOfTable(
  database: Database,
  table: string,
): Promise<readonly (readonly string[])[]> {
  const { rows } = await database.raw(database.dialect.listIndexes, [table]);
  const byIndex = Map.groupBy(rows, (row) => String(row.index_name));
  return [...byIndex.values()].map((columns) => columns.map((row) => String(row.column_name)));
}
