import { describe, expect, test } from 'vitest';
import type { QueryEvent } from '../../../src/events/index.ts';
import { publishQuery, publishRequest, record } from '../cinema-events.ts';
import { findingsBy, type RequestContext, type SourceFile, sourceFile } from '../rule-traces.ts';

type QueryFacts = Parameters<typeof publishQuery>[1];

function traceOf(queries: readonly QueryFacts[], durationMs = 1_000) {
  const work = (context: RequestContext) => {
    for (const query of queries) publishQuery(context, query);
  };
  return record(() => publishRequest(work, { durationMs }));
}

describe('unbounded-result', () => {
  const all = { sql: 'SELECT "id" FROM "movie" ORDER BY "title"', rowCount: 3_000, durationMs: 8 };
  const find = (query: QueryFacts) => findingsBy('unbounded-result', [traceOf([query])]);

  test('many rows and no limit', () => {
    const [finding] = find(all);
    expect(finding).toMatchObject({ code: 'unbounded-result', title: 'All rows of Movie' });
    expect(finding?.summary).toMatch(/gave 3,000 rows in 8 ms/);
    expect(finding?.savedMs).toBeCloseTo(8 * (1 - 100 / 3_000));
  });

  test('a limit in a subquery is none', () => {
    const sql = 'SELECT * FROM movie WHERE id IN (SELECT id FROM hit LIMIT 5000)';
    expect(find({ ...all, sql, kind: 'raw' })).toHaveLength(1);
  });

  test.each<[string, QueryFacts]>([
    ['a limit', { ...all, sql: `${all.sql} LIMIT 5000` }],
    ['few rows', { ...all, rowCount: 999 }],
    ['an aggregate over many', { ...all, sql: 'SELECT count(*) FROM movie', rowCount: 1 }],
    ['prefetched rows', { ...all, kind: 'prefetch' }],
    ['rows that were written', { ...all, kind: 'write' }],
    ['an update of the caller', { ...all, kind: 'raw', sql: 'UPDATE movie SET votes = 0' }],
  ])('not %s', (_what, query) => {
    expect(find(query)).toEqual([]);
  });

  test('not rows that are read one after another', () => {
    const source = 'for await (const movie of Movie.objects.filter({}).iterator()) send(movie);\n';
    const file = sourceFile(source);
    const trace = traceOf([{ ...all, site: file.siteAt('filter') }]);
    expect(findingsBy('unbounded-result', [trace], file.projectRoot)).toEqual([]);
  });
});

describe('count-for-existence', () => {
  const COUNT = 'SELECT COUNT(*) FROM "ticket"';

  function codeFor(source: string, query: QueryFacts = {}) {
    const file = sourceFile(source);
    const site = file.siteAt(/objects\.(?<method>\w+)/.exec(source)!.groups!.method!);
    const trace = traceOf([{ sql: COUNT, durationMs: 4, site, ...query }]);
    return findingsBy('count-for-existence', [trace], file.projectRoot).map(
      ({ remedies }) => remedies[0]?.code,
    );
  }

  test.each([
    [
      'if ((await Ticket.objects.filter({ movie }).count()) > 0) sell();',
      'if (await Ticket.objects.filter({ movie }).exists()) sell();',
    ],
    ['return (await Ticket.objects.count()) === 0;', 'return !(await Ticket.objects.exists());'],
    ['  if (await Ticket.objects.count()) sell();', 'if (await Ticket.objects.exists()) sell();'],
    [
      'const isSold = (await Ticket.objects.count()) >= 1;',
      'const isSold = await Ticket.objects.exists();',
    ],
    [
      'if (!(await Ticket.objects.count())) wait();',
      'if (!(await Ticket.objects.exists())) wait();',
    ],
  ])('%s', (source, code) => {
    expect(codeFor(`async function view() {\n${source}\n}\n`)).toEqual([code]);
  });

  test('a count with a name that is only compared with zero', () => {
    const source = 'const sold = await Ticket.objects.count();\nif (sold > 0) sell();\n';
    expect(codeFor(source)).toEqual([undefined]);
  });

  test.each([
    ['the number is shown', 'return { sold: await Ticket.objects.count() };'],
    ['it is compared with another one', 'if ((await Ticket.objects.count()) > 10) close();'],
    ['it begins like zero', 'if ((await Ticket.objects.count()) > 0.5) close();'],
    ['its name is used', 'const sold = await Ticket.objects.count();\nif (sold > 0) show(sold);'],
    [
      'its name is in a text',
      `const n = await Ticket.objects.count();\nif (n > 0) log(\`\${n}\`);`,
    ],
    ['it is exists()', 'if (await Ticket.objects.exists()) sell();'],
    ['it is part of a sum', 'const all = (await Ticket.objects.count()) + 1;'],
  ])('not when %s', (_why, source) => {
    expect(codeFor(source)).toEqual([]);
  });

  test('not when it took next to nothing', () => {
    const source = 'if ((await Ticket.objects.count()) > 0) sell();';
    expect(codeFor(source, { durationMs: 0.2 })).toEqual([]);
  });
});

describe('write-loop', () => {
  const file = () => sourceFile('await visit.save();\nawait Visit.objects.get({ id });\n');
  const insert = { kind: 'write', sql: 'INSERT INTO "visit" ("visitor") VALUES (?)' } as const;
  const update = { kind: 'write', sql: 'UPDATE "visit" SET "minutes" = ? WHERE "id" = ?' } as const;

  function find(queries: (file: SourceFile) => QueryFacts[]) {
    const source = file();
    return findingsBy('write-loop', [traceOf(queries(source))], source.projectRoot);
  }

  const times = (count: number, query: (id: number) => QueryFacts) =>
    Array.from({ length: count }, (_, id) => query(id));

  test('five inserts from one line', () => {
    const [finding] = find(({ siteAt }) =>
      times(5, (id) => ({
        ...insert,
        subject: 'Visit',
        parameters: [id],
        atMs: id * 2,
        durationMs: 2,
        site: siteAt('save'),
      })),
    );
    expect(finding).toMatchObject({
      title: 'Visit rows written one by one',
      queryCount: 5,
      querySet: { site: { file: 'views.ts', line: 1 } },
      remedies: [{ code: 'await Visit.objects.bulkCreate(rows);' }],
    });
    expect(finding?.savedMs).toBeCloseTo(8);
  });

  test('rows that are read one by one before are part of it', () => {
    const [finding] = find(({ siteAt }) =>
      [0, 1, 2, 3, 4].flatMap((id) => [
        { subject: 'Visit', parameters: [id], atMs: id * 2, site: siteAt('objects') },
        {
          ...update,
          subject: 'Visit',
          parameters: [0, id],
          atMs: id * 2 + 1,
          site: siteAt('save'),
        },
      ]),
    );
    expect(finding).toMatchObject({ queryCount: 10, queries: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] });
    expect(finding?.summary).toMatch(/changed 5 rows .* and read them one by one before/);
    expect(finding?.remedies[0]?.code).toBe('await Visit.objects.filter({ … }).update({ … });');
  });

  test('raw SQL in a loop has no model to name', () => {
    const sql = 'DELETE FROM visit WHERE id = ?';
    const [finding] = find(({ siteAt }) =>
      times(5, () => ({ kind: 'raw', subject: undefined, sql, site: siteAt('save') })),
    );
    expect(finding).toMatchObject({ title: 'Writes in a loop', remedies: [{ code: undefined }] });
  });

  test.each<[string, Partial<QueryEvent>, number]>([
    ['four', {}, 4],
    ['batches of many rows', { rowCount: 100 }, 8],
    ['writes that failed', { error: new Error('locked') }, 8],
  ])('not %s', (_what, facts, count) => {
    const findings = find(({ siteAt }) =>
      times(count, () => ({ ...insert, site: siteAt('save'), ...facts })),
    );
    expect(findings).toEqual([]);
  });
});

test('queries of a loop that are started at once are an N+1 too', () => {
  const source = 'await Promise.all(ids.map((id) => Movie.objects.get({ id })));\n';
  const { siteAt, projectRoot } = sourceFile(source);
  const trace = traceOf(
    [1, 2, 3].map((id) => ({ parameters: [id], atMs: 5, durationMs: 4, site: siteAt('get') })),
  );
  const [finding] = findingsBy('n-plus-one', [trace], projectRoot);
  expect(finding).toMatchObject({ code: 'n-plus-one', queryCount: 3 });
  // They ran side by side, so a third of four is all that one query would save.
  expect(finding?.costMs).toBeCloseTo(4);
});

describe('sequential-queries', () => {
  const VIEW = [
    'const sold = await database().raw(SOLD);',
    'const seats = await Seat.objects.filter({ free: true });',
  ].join('\n');

  interface Facts {
    readonly first?: QueryFacts;
    readonly second?: QueryFacts;
    readonly before?: readonly QueryFacts[];
  }

  function find(source: string, { first = {}, second = {}, before = [] }: Facts = {}) {
    const { siteAt, projectRoot } = sourceFile(`async function view() {\n${source}\n}\n`);
    const queries: QueryFacts[] = [
      ...before,
      { sql: 'SELECT 1', atMs: 10, durationMs: 150, site: siteAt('raw'), ...first },
      { sql: 'SELECT 2', atMs: 161, durationMs: 200, site: siteAt('filter'), ...second },
    ];
    return findingsBy('sequential-queries', [traceOf(queries)], projectRoot);
  }

  test('two reads that need nothing of one another', () => {
    const [finding] = find(VIEW);
    expect(finding).toMatchObject({ queryCount: 2, isUpperBound: true });
    expect(finding?.savedMs).toBeCloseTo(150);
    expect(finding?.remedies[0]?.code).toBe(
      [
        'const [sold, seats] = await Promise.all([',
        '  database().raw(SOLD),',
        '  Seat.objects.filter({ free: true }),',
        ']);',
      ].join('\n'),
    );
  });

  test.each<[string, string]>([
    [
      'the second mentions the first',
      'const hall = await database().raw(HALL);\nconst seats = await Seat.objects.filter({ hall });',
    ],
    [
      'it mentions it in a text',
      `const hall = await database().raw(HALL);\nconst seats = await Seat.objects.filter({ name: \`\${hall}\` });`,
    ],
    [
      'it mentions a part of it',
      'const { rows: [hall] } = await database().raw(HALL);\nconst seats = await Seat.objects.filter(byHall(hall));',
    ],
    [
      'something is decided in between',
      'const hall = await database().raw(HALL);\nif (hall === null) return;\nconst seats = await Seat.objects.filter({});',
    ],
    [
      'what comes first has no name',
      'await database().raw(HALL);\nconst seats = await Seat.objects.filter({});',
    ],
  ])('not when %s', (_why, source) => {
    expect(find(source)).toEqual([]);
  });

  test.each<[string, Facts]>([
    ['the database is embedded', { first: { isBlocking: true }, second: { isBlocking: true } }],
    ['they ran side by side', { second: { atMs: 10 } }],
    ['it would save little', { second: { durationMs: 60 } }],
    ['one of them writes', { first: { kind: 'raw', sql: 'UPDATE seat SET free = true' } }],
    ['they are in a transaction', { before: [{ kind: 'transaction', sql: 'BEGIN' }] }],
  ])('not when %s', (_why, facts) => {
    expect(find(VIEW, facts)).toEqual([]);
  });

  test('a transaction that is over before does not matter', () => {
    const before: QueryFacts[] = [
      { kind: 'transaction', sql: 'BEGIN', site: undefined },
      { kind: 'transaction', sql: 'COMMIT', site: undefined },
    ];
    expect(find(VIEW, { before })).toHaveLength(1);
  });
});
