import { expect, test } from 'vitest';
import {
  type Database,
  type ExplainRequest,
  explainStatement,
  type PlanStep,
} from '../../../src/db/index.ts';
import { connectEmpty, describeEachDriver } from '../../support/databases.ts';
import { failureOf } from '../../support/failures.ts';

async function connectMovies(kind: Parameters<typeof connectEmpty>[0]): Promise<Database> {
  const database = await connectEmpty(kind);
  await database.raw('CREATE TABLE movie (id integer PRIMARY KEY, title text, votes integer)');
  await database.raw(`INSERT INTO movie VALUES (1, 'Jaws', 7), (2, 'Alien', 8), (3, 'Heat', 9)`);
  return database;
}

function request(sql: string, more: Partial<ExplainRequest> = {}): ExplainRequest {
  return { sql, isRaw: true, values: [], analyze: false, timeoutMs: 5_000, ...more };
}

function allSteps(steps: readonly PlanStep[]): readonly PlanStep[] {
  return steps.flatMap((step) => [step, ...allSteps(step.steps)]);
}

async function moviesOf(database: Database): Promise<number> {
  return (await database.raw('SELECT id FROM movie')).rows.length;
}

describeEachDriver('explained statements', (kind) => {
  test('show each step, and which look at every row', async () => {
    const database = await connectMovies(kind);
    const scan = await explainStatement(
      database,
      request('SELECT * FROM movie WHERE votes > ? ORDER BY title', { values: [7] }),
    );
    expect(scan).toMatchObject({ isGeneric: false, isAnalyzed: false });
    const steps = allSteps(scan.steps);
    expect(steps.filter(({ isScan }) => isScan)).toMatchObject([{ table: 'movie' }]);
    expect(steps.length).toBeGreaterThan(1);
    const search = await explainStatement(
      database,
      request('SELECT * FROM movie WHERE id = ?', { values: [1] }),
    );
    expect(search.steps[0]?.title).toMatch(/movie/);
  });

  test('take lists, NULL, numbers and texts as they were', async () => {
    const database = await connectMovies(kind);
    const sql = 'SELECT * FROM movie WHERE title = ? OR votes = ? OR title = ?';
    const { steps } = await explainStatement(
      database,
      request(sql, { values: ["'; DROP TABLE movie; --", 7, null] }),
    );
    expect(allSteps(steps).some(({ isScan }) => isScan)).toBe(true);
    expect(await moviesOf(database)).toBe(3);
  });

  test('have the plan for any values where those were not kept', async () => {
    const database = await connectMovies(kind);
    for (let run = 0; run < 2; run++) {
      const plan = await explainStatement(
        database,
        request('SELECT * FROM movie WHERE votes > ? AND title = ?', { values: undefined }),
      );
      expect(plan.isGeneric).toBe(true);
      expect(allSteps(plan.steps).some(({ isScan }) => isScan)).toBe(true);
    }
    const broken = request('SELECT * FROM no_such_table WHERE id = ?', { values: undefined });
    expect(await failureOf(() => explainStatement(database, broken))).toBeDefined();
    expect(await moviesOf(database)).toBe(3);
  });

  test('are reads: what may write is refused, and what looks like a read cannot', async () => {
    const database = await connectMovies(kind);
    for (const sql of [
      'DELETE FROM movie',
      'WITH gone AS (DELETE FROM movie RETURNING id) SELECT * FROM gone',
      'UPDATE movie SET votes = 0',
      'DROP TABLE movie',
      'VACUUM',
    ]) {
      const failure = await failureOf(() => explainStatement(database, request(sql)));
      expect(failure).toMatchObject({ code: 'db.explain.not_a_read' });
    }
    const two = request('SELECT 1; DELETE FROM movie');
    await explainStatement(database, two).catch(() => {});
    expect(await moviesOf(database)).toBe(3);
    await database.raw("INSERT INTO movie VALUES (4, 'Ran', 9)");
    expect(await moviesOf(database)).toBe(4);
  });

  test('leave the connection as it was', async () => {
    const database = await connectMovies(kind);
    await explainStatement(database, request('SELECT * FROM movie'));
    await failureOf(() => explainStatement(database, request('SELECT nonsense FROM movie')));
    await database.atomic(() => database.raw('DELETE FROM movie WHERE id = 1'));
    expect(await moviesOf(database)).toBe(2);
  });

  if (kind === 'sqlite') {
    test('are not measured', async () => {
      const database = await connectMovies(kind);
      const measured = request('SELECT * FROM movie', { analyze: true });
      expect(await failureOf(() => explainStatement(database, measured))).toMatchObject({
        code: 'db.explain.unsupported',
      });
    });
    return;
  }

  test('are measured step by step', async () => {
    const database = await connectMovies(kind);
    const plan = await explainStatement(
      database,
      request('SELECT * FROM movie WHERE votes > ?', { values: [7], analyze: true }),
    );
    expect(plan.isAnalyzed).toBe(true);
    expect(plan.executionMs).toBeGreaterThan(0);
    expect(plan.steps[0]).toMatchObject({ isScan: true, actualRows: 2, removedRows: 1, loops: 1 });
    const generic = request('SELECT * FROM movie WHERE votes > ?', {
      values: undefined,
      analyze: true,
    });
    expect(await failureOf(() => explainStatement(database, generic))).toMatchObject({
      code: 'db.explain.unsupported',
    });
  });

  test('write nothing when they are measured, and end in time', async () => {
    const database = await connectMovies(kind);
    await database.raw('CREATE SEQUENCE tickets');
    await database.raw(`CREATE FUNCTION remove_all() RETURNS integer LANGUAGE sql
      AS 'DELETE FROM movie; SELECT 1'`);
    for (const sql of ["SELECT nextval('tickets')", 'SELECT remove_all()']) {
      const failure = await failureOf(() =>
        explainStatement(database, request(sql, { analyze: true })),
      );
      expect(String(Reflect.get(failure as object, 'message'))).toMatch(/only reads/);
    }
    expect(await moviesOf(database)).toBe(3);
    const slow = request('SELECT pg_sleep(60)', { analyze: true, timeoutMs: 50 });
    expect(await failureOf(() => explainStatement(database, slow))).toBeDefined();
    expect(await moviesOf(database)).toBe(3);
  });
});
