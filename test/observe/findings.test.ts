import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CallSite, type RequestContext, type ResultSetInfo } from '../../src/events/index.ts';
import { detectFindings, type Finding } from '../../src/observe/index.ts';
import {
  publishDirectorLoad,
  publishQuery,
  publishRequest,
  publishTemplate,
  record,
  SELECT_DIRECTOR,
} from './cinema-events.ts';

/** Line of this file that ends with a comment of that name. */
function lineOf(name: string): number {
  return OWN_LINES.findIndex((line) => line.endsWith(`// ${name}`)) + 1;
}
const OWN_LINES = readFileSync(import.meta.filename, 'utf8').split('\n');

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const twentyFiveMovies: ResultSetInfo = { model: 'Movie', rowCount: 25, site: undefined };

function findingsOf(work: (context: RequestContext) => void): readonly Finding[] {
  const trace = record(() => publishRequest(work));
  return detectFindings(trace, { projectRoot });
}

/** Loads the directors of `count` movies one by one, every 3 ms, as a slow view does. */
function loadOneByOne(context: RequestContext, resultSet = twentyFiveMovies, count = 25): void {
  for (let index = 0; index < count; index++) {
    publishDirectorLoad(context, resultSet, {
      atMs: 10 + index * 3,
      id: index % 5,
      site: CallSite.capture(), // the access
    });
  }
}

describe('N+1 by relation', () => {
  test('names the relation, the QuerySet, the access and the cost', () => {
    const querySet = CallSite.capture(); // the QuerySet
    const findings = findingsOf((context) =>
      loadOneByOne(context, { ...twentyFiveMovies, site: querySet }),
    );
    expect(findings).toHaveLength(1);
    const [finding] = findings;
    expect(finding).toMatchObject({
      code: 'n-plus-one',
      fingerprint: `n-plus-one:Movie.director:test/observe/findings.test.ts:${lineOf('the QuerySet')}`,
      title: 'N+1 on Movie.director',
      relation: 'Movie.director',
      querySet: {
        site: { file: 'test/observe/findings.test.ts', line: lineOf('the QuerySet') },
      },
      access: {
        site: { file: 'test/observe/findings.test.ts', line: lineOf('the access') },
        source: 'site: CallSite.capture(), // the access',
      },
      queryCount: 25,
      isUpperBound: false,
    });
    // The statements' own time, 1 ms each, as the toolbar's total counts it.
    expect(finding?.costMs).toBeCloseTo(25);
    expect(finding?.savedMs).toBeCloseTo(24);
    expect(finding?.share).toBeCloseTo(0.24);
    expect(finding?.queries).toHaveLength(25);
  });

  test('counts loads that ran side by side by the time they took together', () => {
    const [finding] = findingsOf((context) => {
      for (let id = 0; id < 10; id++) {
        publishDirectorLoad(context, twentyFiveMovies, { atMs: 10, id });
      }
    });
    expect(finding?.queryCount).toBe(10);
    expect(finding?.costMs).toBeCloseTo(1);
  });

  test('names the template when no line of the application made the access', () => {
    const [finding] = findingsOf((context) => {
      loadOneByOneInTemplate(context);
      publishTemplate(context, 'movies/row.html', 1);
      publishTemplate(context, 'movies/list.html', 0);
    });
    expect(finding?.access).toEqual({
      site: { kind: 'template', template: 'movies/row.html' },
      source: undefined,
    });
  });

  test('tells two places apart', () => {
    const resultSet = { ...twentyFiveMovies, site: CallSite.capture() };
    const findings = findingsOf((context) => {
      for (const id of [1, 2]) {
        publishDirectorLoad(context, resultSet, { atMs: id, id, site: CallSite.capture() });
      }
      for (const id of [1, 2]) {
        publishDirectorLoad(context, resultSet, { atMs: 9 + id, id, site: CallSite.capture() });
      }
    });
    expect(findings.map((finding) => finding.queryCount)).toEqual([2, 2]);
  });

  test.each<[string, (context: RequestContext) => void]>([
    ['one load for all peers', (context) => loadWith(context, { mode: 'peers', loadedFor: 25 }, 2)],
    ['a peer that was loaded already', (context) => loadWith(context, { queried: false }, 5)],
    ['a single access', (context) => loadWith(context, {}, 1)],
    [
      'rows that came singly',
      (context) => loadOneByOne(context, { ...twentyFiveMovies, rowCount: 1 }, 2),
    ],
  ])('stays silent about %s', (_what, work) => {
    expect(findingsOf(work).filter((finding) => finding.relation !== undefined)).toEqual([]);
  });

  function loadWith(context: RequestContext, facts: object, count: number): void {
    for (let id = 0; id < count; id++) {
      publishDirectorLoad(context, twentyFiveMovies, { atMs: id * 3, id, ...facts });
    }
  }

  function loadOneByOneInTemplate(context: RequestContext): void {
    for (let id = 0; id < 5; id++) {
      publishDirectorLoad(context, twentyFiveMovies, { atMs: id * 3, id });
    }
  }
});

describe('N+1 by a query in a loop', () => {
  test('is the same statement from one line with other values', () => {
    const findings = findingsOf((context) => {
      for (const id of [1, 2, 3, 4]) {
        publishQuery(context, {
          subject: 'Director',
          sql: SELECT_DIRECTOR,
          parameters: [id],
          atMs: id * 4,
          durationMs: 4,
          site: CallSite.capture(), // the loop
        });
      }
    });
    expect(findings).toMatchObject([
      {
        code: 'n-plus-one',
        title: 'N+1 on Director',
        queryCount: 4,
        queries: [0, 1, 2, 3],
        querySet: { site: { line: lineOf('the loop') } },
      },
    ]);
    expect(findings[0]?.savedMs).toBeCloseTo(12);
  });

  test('is found for literals in raw SQL, too', () => {
    const [finding] = findingsOf((context) => {
      for (const id of [1, 2, 3]) {
        const sql = `SELECT name FROM director WHERE id = ${id}`;
        const site = CallSite.capture();
        publishQuery(context, { kind: 'raw', subject: undefined, sql, site });
      }
    });
    expect(finding).toMatchObject({ title: 'N+1 by a query in a loop', queryCount: 3 });
  });

  test.each<[string, Parameters<typeof publishQuery>[1]]>([
    ['inserts in batches', { kind: 'write', sql: 'INSERT INTO movie (title) VALUES (?)' }],
    ['prefetched relations', { kind: 'prefetch' }],
    ['raw writes', { kind: 'raw', sql: 'UPDATE movie SET votes = ?' }],
  ])('stays silent about %s', (_what, facts) => {
    const findings = findingsOf((context) => {
      for (const id of [1, 2, 3, 4]) {
        publishQuery(context, { ...facts, parameters: [id], site: CallSite.capture() });
      }
    });
    expect(findings).toEqual([]);
  });

  test('stays silent about similar queries from different lines', () => {
    const findings = findingsOf((context) => {
      const facts = { sql: SELECT_DIRECTOR };
      publishQuery(context, { ...facts, parameters: [1], site: CallSite.capture() });
      publishQuery(context, { ...facts, parameters: [2], site: CallSite.capture() });
      publishQuery(context, { ...facts, parameters: [3], site: CallSite.capture() });
    });
    expect(findings).toEqual([]);
  });
});

describe('duplicate queries', () => {
  const count = { sql: 'SELECT count(*) FROM movie WHERE rating > ?', parameters: [7] };

  test('are the same statement with the same values', () => {
    const findings = findingsOf((context) => {
      const first = CallSite.capture(); // the first
      const second = CallSite.capture(); // the second
      publishQuery(context, { ...count, atMs: 0, durationMs: 3, site: first });
      publishQuery(context, { ...count, atMs: 10, durationMs: 5, site: second });
      publishQuery(context, { ...count, parameters: [8] });
    });
    expect(findings).toMatchObject([
      { code: 'duplicate-query', title: 'Duplicate query on Movie', queryCount: 2, savedMs: 5 },
    ]);
    expect(findings[0]).toMatchObject({
      querySet: { site: { line: lineOf('the first') } },
      access: { site: { line: lineOf('the second') } },
    });
  });

  test('are none when something was written in between', () => {
    const findings = findingsOf((context) => {
      publishQuery(context, count);
      publishQuery(context, { kind: 'write', sql: 'UPDATE movie SET rating = ?' });
      publishQuery(context, count);
    });
    expect(findings).toEqual([]);
  });

  test('are none in different databases', () => {
    const findings = findingsOf((context) => {
      publishQuery(context, count);
      publishQuery(context, { ...count, database: 'replica' });
    });
    expect(findings).toEqual([]);
  });

  test('leave out writes, transactions and what an N+1 explains', () => {
    const findings = findingsOf((context) => {
      loadOneByOne(context);
      for (const kind of ['transaction', 'write'] as const) {
        publishQuery(context, { kind, sql: 'BEGIN' });
        publishQuery(context, { kind, sql: 'BEGIN' });
      }
    });
    expect(findings.map((finding) => finding.code)).toEqual(['n-plus-one']);
  });
});

test('a slow query is reported with the most it can save', () => {
  const [finding] = findingsOf((context) => {
    publishQuery(context, { subject: 'Genre', sql: 'SELECT name FROM genre', durationMs: 812 });
    publishQuery(context, { durationMs: 20 });
  });
  expect(finding).toMatchObject({
    code: 'slow-query',
    summary: 'One query took 812 ms in the database.',
    savedMs: 812,
    isUpperBound: true,
    share: 1,
  });
});

test('findings are ranked by what they save of the request', () => {
  const findings = findingsOf((context) => {
    publishQuery(context, { sql: 'SELECT 1', atMs: 0, durationMs: 90 });
    publishQuery(context, { sql: 'SELECT 1', atMs: 90, durationMs: 90 });
    loadOneByOne(context);
  });
  expect(findings.map((finding) => finding.code)).toEqual(['duplicate-query', 'n-plus-one']);
});

test('a request without waste has no findings', () => {
  const findings = findingsOf((context) => {
    publishQuery(context, { sql: 'SELECT count(*) FROM movie' });
    publishQuery(context, { sql: 'SELECT * FROM movie JOIN director' });
  });
  expect(findings).toEqual([]);
});
