import { describe, expect, test } from 'vitest';
import {
  compareRequests,
  exportLines,
  importLines,
  openHistoryFile,
} from '../../src/history/index.ts';
import { PREMIERE, type RequestFacts, requestDocument, stored } from './requests.ts';

const DIRECTOR = 'SELECT * FROM director WHERE id = ?';
const MOVIES = 'SELECT * FROM movie';
const JOINED = 'SELECT * FROM movie JOIN director';

const SLOW: RequestFacts = {
  id: 'slow',
  totalMs: 40,
  statements: { [MOVIES]: 1, [DIRECTOR]: 25 },
  findings: ['n-plus-one', 'large-payload'],
};
const FIXED: RequestFacts = {
  id: 'fixed',
  totalMs: 10,
  statements: { [MOVIES]: 1, [JOINED]: 1 },
  findings: ['large-payload', 'slow-query'],
};

test('two requests are compared by account, counts, statements and findings', () => {
  const comparison = compareRequests(requestDocument(SLOW), requestDocument(FIXED));
  expect([comparison.a.id, comparison.b.id]).toEqual(['slow', 'fixed']);
  expect(comparison.account).toContainEqual({ name: 'databaseMs', a: 20, b: 5 });
  expect(comparison.counts).toContainEqual({ name: 'queryCount', a: 26, b: 2 });
  expect(comparison.statements).toEqual([
    { sql: DIRECTOR, a: { runs: 25, ms: 25, rows: 25 }, b: null },
    { sql: JOINED, a: null, b: { runs: 1, ms: 1, rows: 1 } },
    { sql: MOVIES, a: { runs: 1, ms: 1, rows: 1 }, b: { runs: 1, ms: 1, rows: 1 } },
  ]);
  const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);
  expect(codes(comparison.findings.gone)).toEqual(['n-plus-one']);
  expect(codes(comparison.findings.added)).toEqual(['slow-query']);
  expect(codes(comparison.findings.kept)).toEqual(['large-payload']);
});

describe('an export', () => {
  async function fileOf(...requests: readonly RequestFacts[]) {
    const file = await openHistoryFile({ file: ':memory:' });
    const batch = requests.map((facts) => stored(facts));
    file.write({ requests: batch, losses: [], strata: [] }, PREMIERE);
    return file;
  }

  test('is what an import takes, and what is there already stays', async () => {
    const lines = await Array.fromAsync(exportLines(await fileOf(SLOW, FIXED), {}));
    expect(lines).toHaveLength(2);
    const other = await fileOf(FIXED);
    expect(await importLines(other, linesOf(...lines))).toBe(1);
    expect(other.document('slow')).toEqual(requestDocument(SLOW));
    expect(other.search({ finding: 'n-plus-one' }).entries).toMatchObject([
      { id: 'slow', keptFor: [], weight: 1 },
    ]);
    expect(await importLines(other, linesOf(...lines))).toBe(0);
  });

  test('reads page by page, and only what was searched for', async () => {
    const many = Array.from({ length: 1_203 }, (_, index) => ({
      id: `r${index}`,
      url: index % 3 === 0 ? '/movies' : '/directors',
      startedAt: PREMIERE + index,
    }));
    const file = await fileOf(...many);
    expect(await Array.fromAsync(exportLines(file, {}))).toHaveLength(1_203);
    expect(await Array.fromAsync(exportLines(file, { path: 'movies' }))).toHaveLength(401);
  });

  test.each([
    ['no json', 'it is no JSON object'],
    ['[]', 'it is no JSON object'],
    ['{}', 'its "id" is no text'],
    [JSON.stringify({ ...requestDocument(SLOW), id: '../../etc' }), 'its "id" is none'],
    [JSON.stringify({ ...requestDocument(SLOW), startedAt: 'then' }), 'its "startedAt" is no date'],
    [JSON.stringify({ ...requestDocument(SLOW), totals: null }), 'its "totals" is no object'],
    [JSON.stringify({ ...requestDocument(SLOW), queries: [{}] }), 'an item of its "queries" is'],
    [JSON.stringify({ ...requestDocument(SLOW), findings: 'x' }), 'its "findings" is no list'],
  ])('refuses the line %s', async (line, problem) => {
    const file = await fileOf();
    const good = JSON.stringify(requestDocument(FIXED));
    await expect(importLines(file, linesOf(good, '', line))).rejects.toMatchObject({
      code: 'history.import.invalid',
      message: expect.stringContaining(`Line 3 is no request: ${problem}`),
    });
    expect(file.search({}).kept).toBe(1);
  });
});

async function* linesOf(...lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
