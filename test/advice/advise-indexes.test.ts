import { describe, expect, onTestFinished, test } from 'vitest';
import { adviseIndexes } from '../../src/advice/index.ts';
import {
  createRequestContext,
  requestFinishChannel,
  requestStartChannel,
  runInContext,
} from '../../src/events/index.ts';
import { createRecorder, type Finding } from '../../src/observe/index.ts';
import {
  char,
  createTables,
  database,
  foreignKey,
  index,
  integer,
  model,
} from '../../src/orm/index.ts';
import { connectEmpty, type DatabaseKind, describeEachDatabase } from '../support/databases.ts';
import { describeOnPostgresql } from '../support/postgresql.ts';
import { root } from '../support/repository.ts';

const Director = model('Director', { name: char({ maxLength: 120 }) });

const Movie = model(
  'Movie',
  {
    title: char({ maxLength: 200, index: true }),
    tagline: char({ maxLength: 200 }),
    votes: integer(),
    stars: integer(),
    year: integer(),
    seats: integer(),
    get director() {
      return foreignKey(() => Director, { onDelete: 'cascade' });
    },
  },
  { indexes: [index({ fields: ['year', 'seats'] })] },
);

const ROWS = 20_000;

async function openCinema(kind: DatabaseKind): Promise<void> {
  await connectEmpty(kind);
  await createTables();
  const director = await Director.objects.create({ name: 'Ozu' });
  await Movie.objects.bulkCreate(
    Array.from({ length: ROWS }, (_, at) => ({
      title: `Movie ${at}`,
      tagline: `Tagline ${at % 5_000}`,
      votes: at,
      stars: at % 3,
      year: 1900 + (at % 100),
      seats: at % 50,
      director,
    })),
  );
  await database().raw('ANALYZE');
}

/** The advice for a view; whatever it takes is looked into. */
async function adviceFor(view: () => PromiseLike<unknown>): Promise<readonly Finding[]> {
  const recorder = createRecorder({ keepsValues: true });
  recorder.start();
  onTestFinished(() => recorder.stop());
  const context = createRequestContext();
  const facts = { method: 'GET', url: '/', route: '/', routeName: undefined };
  requestStartChannel.publish({ context, ...facts });
  await runInContext(context, async () => {
    await view();
  });
  recorder.stop();
  const sent = { statusCode: 200, contentType: 'text/html', contentLength: 0, error: undefined };
  requestFinishChannel.publish({ context, durationMs: 50, ...sent });
  return adviseIndexes(recorder.trace(context.id)!, { projectRoot: root, minMs: 0 });
}

function codes(findings: readonly Finding[]): readonly (string | undefined)[] {
  return findings.flatMap(({ remedies }) => remedies.map(({ code }) => code));
}

describeEachDatabase('missing indexes', (kind) => {
  test('are found, and are none where they would not help', async () => {
    await openCinema(kind);
    const found = await adviceFor(() => Movie.objects.filter({ tagline: 'Tagline 7' }));
    expect(found).toMatchObject([
      {
        code: 'missing-index',
        title: 'No index on Movie for tagline',
        queries: [0],
        isUpperBound: true,
        querySet: { site: { file: 'test/advice/advise-indexes.test.ts' } },
      },
    ]);
    expect(codes(found)).toEqual(["indexes: [index({ fields: ['tagline'] })],"]);

    const top = await adviceFor(() => Movie.objects.orderBy('-votes').slice(0, 10));
    expect(codes(top)).toEqual(["indexes: [index({ fields: ['votes'] })],"]);

    const raw = await adviceFor(() =>
      database().raw('SELECT title FROM movie WHERE tagline = ?', ['Tagline 7']),
    );
    expect(codes(raw)).toEqual(["indexes: [index({ fields: ['tagline'] })],"]);

    const fine: (() => PromiseLike<unknown>)[] = [
      () => Movie.objects.filter({ title: 'Movie 7' }),
      () => Movie.objects.filter({ year: 1950 }),
      () => Movie.objects.filter({ year: 1950, seats: 0 }),
      () => Movie.objects.filter({ stars: 1 }),
      () => Movie.objects.filter({ votes__gt: 5 }),
      () => Movie.objects.filter({ votes__gt: 5 }).count(),
      () => Movie.objects.get({ id: 7 }),
      () => Movie.objects.filter({ director: 1 }).slice(0, 10),
      () => Movie.objects.all(),
      () => Director.objects.filter({ name: 'Ozu' }),
      () => Movie.objects.filter({ title__icontains: '7' }),
      () => Movie.objects.filter({ tagline: 'Tagline 7' }).update({ seats: 1 }),
    ];
    for (const view of fine) expect(codes(await adviceFor(view))).toEqual([]);
  });

  test('are looked for without making any', async () => {
    await openCinema(kind);
    const sql = database().dialect.listIndexes;
    const before = await database().raw(sql, ['movie']);
    await adviceFor(() => Movie.objects.filter({ tagline: 'Tagline 7' }));
    expect(await database().raw(sql, ['movie'])).toEqual(before);
  });
});

describeOnPostgresql('advice on PostgreSQL', () => {
  test('is proven where hypopg is installed, and says where it is not', async () => {
    await openCinema('postgresql');
    const view = () => Movie.objects.filter({ tagline: 'Tagline 7', votes__gt: 5 });
    const [guessed] = await adviceFor(view);
    expect(guessed).toMatchObject({ level: 'info' });
    expect(guessed?.summary).toContain('Not proven');
    const { rows } = await database().raw(
      "SELECT 1 FROM pg_available_extensions WHERE name = 'hypopg'",
    );
    if (rows.length === 0) return;
    await database().raw('CREATE EXTENSION hypopg');
    const [proven] = await adviceFor(view);
    expect(proven).toMatchObject({ level: 'warning' });
    expect(proven?.summary).toMatch(/its plan would cost \d+ instead of \d+/);
    expect(codes([proven!])).toEqual(["indexes: [index({ fields: ['tagline'] })],"]);
    expect(codes(await adviceFor(() => Movie.objects.filter({ stars: 1 })))).toEqual([]);
    // A count tells nothing of how many rows a range finds, its plan does.
    const counting = (votes: number) => () => Movie.objects.filter({ votes__gt: votes }).count();
    expect(codes(await adviceFor(counting(5)))).toEqual([]);
    expect(codes(await adviceFor(counting(ROWS - 5)))).toEqual([
      "indexes: [index({ fields: ['votes'] })],",
    ]);
  });
});

describe('advice', () => {
  test('is not given for what costs next to nothing, nor for what the database refuses', async () => {
    await openCinema('sqlite');
    const recorder = createRecorder();
    recorder.start();
    onTestFinished(() => recorder.stop());
    const context = createRequestContext();
    const facts = { method: 'GET', url: '/', route: '/', routeName: undefined };
    requestStartChannel.publish({ context, ...facts });
    await runInContext(context, async () => {
      await Movie.objects.filter({ tagline: 'Tagline 7' });
    });
    const trace = recorder.trace(context.id)!;
    expect(await adviseIndexes(trace, { minMs: 60_000 })).toEqual([]);
    expect(await adviseIndexes(trace, { minMs: 0 })).toHaveLength(1);
    await database().raw('DROP TABLE movie');
    expect(await adviseIndexes(trace, { minMs: 0 })).toEqual([]);
  });
});
