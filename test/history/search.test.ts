import { beforeAll, describe, expect, test } from 'vitest';
import {
  entryOf,
  type Findable,
  type HistoryFile,
  type HistoryQuery,
  matchesQuery,
  openHistoryFile,
  readHistoryQuery,
  sortValue,
} from '../../src/history/index.ts';
import { randomNumbers, testSeed } from '../support/seed.ts';
import { PREMIERE, type RequestFacts, requestDocument, stored } from './requests.ts';

const REQUESTS: readonly RequestFacts[] = [
  { id: 'list', url: '/movies?page=2', route: '/movies', totalMs: 40 },
  {
    id: 'detail',
    url: '/movies/7',
    route: '/movies/:id',
    totalMs: 120,
    statements: { 'SELECT "title" FROM "movie" WHERE "id" = ?': 1, 'SELECT * FROM "director"': 9 },
    findings: ['n-plus-one'],
  },
  { id: 'post', method: 'POST', url: '/reviews', status: 302, totalMs: 8 },
  { id: 'missing', url: '/100%_off\\', route: null, status: 404, totalMs: 2 },
  { id: 'broken', url: '/api/Movies', status: 500, totalMs: 300, findings: ['slow-query'] },
].map((facts, index) => ({ ...facts, startedAt: PREMIERE + index * 60_000 }));

let history: HistoryFile;

async function historyOf(requests: readonly RequestFacts[]): Promise<HistoryFile> {
  const file = await openHistoryFile({ file: ':memory:' });
  const stratum = { reasons: ['sample'], stratum: 's' } as const;
  const batch = requests.map((facts) => stored(facts, stratum));
  file.write({ requests: batch, losses: [], strata: [] }, PREMIERE);
  return file;
}

beforeAll(async () => {
  history = await historyOf(REQUESTS);
});

function findableOf(facts: RequestFacts): Findable {
  const document = requestDocument(facts);
  return {
    entry: entryOf(document),
    findings: () => document.findings,
    statements: () => document.queries.map(({ fingerprint }) => fingerprint),
  };
}

const found = (query: HistoryQuery) => history.search(query).entries.map(({ id }) => id);

describe('a search', () => {
  test.each([
    [{ path: 'MOVIES' }, ['broken', 'detail', 'list']],
    [{ path: '%' }, ['missing']],
    [{ path: '_off\\' }, ['missing']],
    [{ path: "' OR 1=1 --" }, []],
    [{ route: '/movies' }, ['list']],
    [{ method: 'POST' }, ['post']],
    [{ status: '404' }, ['missing']],
    [{ status: '5xx' }, ['broken']],
    [{ minMs: 120 }, ['broken', 'detail']],
    [{ minQueries: 10 }, ['detail']],
    [{ finding: 'n-plus-one' }, ['detail']],
    [{ finding: 'slow-query:Movie.director:views.ts:12' }, ['broken']],
    [{ finding: 'any' }, ['broken', 'detail']],
    [{ sql: 'from "DIRECTOR"' }, ['detail']],
    [{ sql: 'nowhere' }, []],
    [{ since: PREMIERE + 180_000 }, ['broken', 'missing']],
    [{ until: PREMIERE }, ['list']],
    [{ path: 'movies', minMs: 100, status: '2xx' }, ['detail']],
    [{ sort: 'ms', limit: 2 }, ['broken', 'detail']],
    [{ sort: 'queries', limit: 1 }, ['detail']],
  ] as const)('%j finds %j', (query, ids) => {
    expect(found(query)).toEqual(ids);
    const inMemory = REQUESTS.map(findableOf)
      .filter((request) => matchesQuery(request, query))
      .map(({ entry }) => entry.id);
    if (!('limit' in query)) expect(inMemory.toReversed()).toEqual(ids);
  });

  test.each(['time', 'ms', 'queries'] as const)(
    'goes on where the page by %s ended',
    async (sort) => {
      const random = randomNumbers(testSeed());
      const many = Array.from({ length: 137 }, (_, index) => ({
        id: `r${index}`,
        startedAt: PREMIERE + Math.floor(random() * 20),
        totalMs: Math.floor(random() * 30) / 7,
        statements: { 'SELECT 1': Math.floor(random() * 3) },
      }));
      const file = await historyOf(many);
      const seen: { readonly id: string; readonly value: number }[] = [];
      let cursor: string | undefined;
      do {
        const page = file.search({ sort, limit: 10, ...(cursor && { cursor }) });
        expect(page.kept).toBe(cursor === undefined ? 137 : undefined);
        seen.push(
          ...page.entries.map((entry) => ({ id: entry.id, value: sortValue(entry, sort) })),
        );
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(new Set(seen.map(({ id }) => id)).size).toBe(137);
      const values = seen.map(({ value }) => value);
      expect(values).toEqual(values.toSorted((a, b) => b - a));
    },
  );
});

describe('filters from outside', () => {
  test('are read', () => {
    const now = PREMIERE;
    expect(
      readHistoryQuery(
        {
          path: ' /movies ',
          method: 'post',
          status: '5XX',
          minMs: '1.5',
          since: '2h',
          sort: 'ms',
          limit: '9',
          sql: '',
        },
        now,
      ),
    ).toEqual({
      path: '/movies',
      method: 'POST',
      status: '5xx',
      minMs: 1.5,
      since: now - 7_200_000,
      sort: 'ms',
      limit: 9,
    });
  });

  test.each([
    [{ pth: 'x' }, 'There is no filter "pth".'],
    [{ path: ['a', 'b'] }, 'The filter "path" is given once.'],
    [{ path: 'x'.repeat(501) }, 'The filter "path" has 500 characters at most.'],
    [{ status: '9xx' }, 'The filter "status" is a status or a class of them: 404, 5xx.'],
    [{ minMs: '-1' }, 'The filter "minMs" is a number, 0 or more.'],
    [{ minQueries: '1e9' }, 'The filter "minQueries" is a number, 0 or more.'],
    [{ since: 'yesterday' }, 'The filter "since" is a time ago or a date: 2h, 2026-11-28T14:00Z.'],
    [{ sort: 'url' }, 'The filter "sort" is one of time, ms, queries.'],
    [{ limit: '501' }, 'The filter "limit" is a number from 1 to 500.'],
    [{ __proto__: null, constructor: 'x' }, 'There is no filter "constructor".'],
  ])('%j: %s', (texts, message) => {
    expect(() => readHistoryQuery(texts)).toThrow(
      expect.objectContaining({ code: 'history.query.invalid', message }),
    );
  });

  test('a cursor that was made up is refused', () => {
    for (const cursor of ['x', '1', '1_', '1_1; DROP TABLE requests', '1_1_1', '9'.repeat(400)]) {
      expect(() => history.search({ cursor })).toThrow(
        expect.objectContaining({ code: 'history.query.invalid' }),
      );
    }
  });
});
