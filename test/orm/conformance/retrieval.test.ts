import { expect, test } from 'vitest';
import { atomic, Count, database, F } from '../../../src/orm/index.ts';
import { addMovies, connectCinemaOn, Director, Genre, Movie } from '../../support/cinema.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { countQueries, sqlOf } from '../../support/queries.ts';

describeEachDatabase('earliest() and latest()', (kind) => {
  test('order by the fields they are given', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const movies = Movie.objects.filter({ rating__isnull: false });
    expect((await movies.earliest('year', 'title')).title).toBe('Barry Lyndon');
    expect((await movies.latest('year', 'title')).title).toBe('The Shining');
  });

  test('fail without rows, and on slices', async () => {
    await connectCinemaOn(kind);
    expect(await codeOf(() => Movie.objects.earliest('year'))).toBe('orm.not_found');
    expect(await codeOf(() => Movie.objects.slice(0, 2).latest('year'))).toBe('orm.query.sliced');
    expect(await codeOf(() => Movie.objects.latest('yaer' as 'year'))).toBe('orm.field.unknown');
  });
});

describeEachDatabase('one row by its key', (kind) => {
  test('comes as often as what is selected over a relation to many', async () => {
    await connectCinemaOn(kind);
    const { shining } = await addMovies();
    const names = Movie.objects.filter({ pk: shining }).values('id', 'genres__name');
    expect((await names).map(({ genres__name }) => genres__name).sort()).toEqual([
      'Drama',
      'Horror',
    ]);
    const get = () => Movie.objects.values('genres__name').get({ pk: shining });
    expect(await codeOf(get)).toBe('orm.multiple_found');
    expect(await Movie.objects.values('title').get({ pk: shining })).toEqual({
      title: 'The Shining',
    });
  });
});

describeEachDatabase('contains()', (kind) => {
  test('asks for one row, or looks at those in memory', async () => {
    await connectCinemaOn(kind);
    const { jaws, lincoln } = await addMovies();
    const old = Movie.objects.filter({ year__lt: 1980 });
    expect(await old.contains(jaws)).toBe(true);
    expect(await old.contains(lincoln)).toBe(false);
    await old;
    expect(await countQueries(() => old.contains(jaws))).toBe(0);
  });
});

describeEachDatabase('inBulk()', (kind) => {
  test('gives rows by their keys', async () => {
    await connectCinemaOn(kind);
    const { jaws, lincoln } = await addMovies();
    const found = await Movie.objects.inBulk([jaws.id, lincoln.id, 999]);
    expect([...found.keys()].sort()).toEqual([jaws.id, lincoln.id].sort());
    expect(found.get(jaws.id)?.title).toBe('Jaws');
    expect((await Movie.objects.inBulk()).size).toBe(4);
    expect((await Movie.objects.inBulk([])).size).toBe(0);
    expect(await countQueries(() => Movie.objects.inBulk([]))).toBe(0);
  });

  test('takes another unique field, and no other', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const genres = await Genre.objects.inBulk(['Drama', 'Western'], { field: 'name' });
    expect([...genres.keys()]).toEqual(['Drama']);
    expect(await codeOf(() => Movie.objects.inBulk([], { field: 'title' }))).toBe(
      'orm.field.not_unique',
    );
    expect(await codeOf(() => Movie.objects.slice(0, 1).inBulk([1]))).toBe('orm.query.sliced');
  });
});

describeEachDatabase('iterator()', (kind) => {
  test('reads in chunks and prefetches for each', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const seen: string[] = [];
    const movies = Movie.objects
      .orderBy('title')
      .prefetchRelated('genres')
      .selectRelated('director');
    const sql = await sqlOf(async () => {
      for await (const movie of movies.iterator({ chunkSize: 3 })) {
        seen.push(`${movie.title} ${movie.director.name.split(' ')[1]} ${movie.genres.length}`);
      }
    });
    expect(seen).toEqual([
      'Barry Lyndon Kubrick 1',
      'Jaws Spielberg 1',
      'Lincoln Spielberg 1',
      'The Shining Kubrick 2',
    ]);
    expect(sql.filter((text) => text.includes('"movie_genres"'))).toHaveLength(2);
  });

  test('can be left early, and gives values too', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    for await (const title of Movie.objects
      .orderBy('title')
      .valuesList('title', { flat: true })
      .iterator({ chunkSize: 1 })) {
      expect(title).toBe('Barry Lyndon');
      break;
    }
    expect(await Movie.objects.count()).toBe(4);
  });

  test('refuses a chunk of no rows', async () => {
    await connectCinemaOn(kind);
    const iterate = async () => {
      for await (const movie of Movie.objects.iterator({ chunkSize: 0 }))
        throw new Error(movie.title);
    };
    expect(await codeOf(iterate)).toBe('core.option.invalid');
  });
});

describeEachDatabase('explain()', (kind) => {
  test('says how rows are found', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const movies = Movie.objects.filter({ title: 'Jaws' });
    expect(await movies.explain()).toMatch(kind === 'sqlite' ? /SCAN movie/ : /Seq Scan on movie/);
    expect(JSON.parse(await movies.explain({ format: 'json' }))).toHaveLength(1);
  });

  test('measures where the database can', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const explain = () => Movie.objects.all().explain({ analyze: true });
    if (kind === 'sqlite') expect(await codeOf(explain)).toBe('db.explain.unsupported');
    else expect(await explain()).toMatch(/actual time=/);
  });
});

describeEachDatabase('selectForUpdate()', (kind) => {
  test('runs inside of a transaction only', async () => {
    await connectCinemaOn(kind);
    const { jaws } = await addMovies();
    const locked = Movie.objects.filter({ pk: jaws }).selectForUpdate();
    expect(await codeOf(() => locked.all())).toBe('orm.query.lock');
    const sql = await sqlOf(() => atomic(async () => (await locked.all())[0]));
    if (kind === 'postgresql') expect(sql.join()).toMatch(/ FOR UPDATE/);
  });

  test('locks what `of` names', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const load = () =>
      atomic(() =>
        Movie.objects
          .selectRelated('director', 'studio')
          .selectForUpdate({ of: ['self', 'director'], skipLocked: true, noKey: true })
          .get({ title: 'Jaws' }),
      );
    const sql = await sqlOf(load);
    if (kind === 'postgresql') {
      expect(sql.join()).toContain(' FOR NO KEY UPDATE OF "movie", "director" SKIP LOCKED');
      const wrong = Movie.objects.selectForUpdate({ of: ['director'] });
      expect(await codeOf(() => atomic(async () => (await wrong).length))).toBe('orm.query.lock');
    }
    expect(
      await codeOf(() => Movie.objects.selectForUpdate({ nowait: true, skipLocked: true })),
    ).toBe('orm.query.lock');
  });
});

describeEachDatabase('raw()', (kind) => {
  test('maps columns to fields, and others to properties', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const sql =
      'SELECT id, title, rating, director_id, year * 2 AS twice FROM movie WHERE year < ? ORDER BY title';
    const [lyndon, jaws] = await Movie.objects.raw(sql, [1980]);
    expect([lyndon!.title, String(lyndon!.rating), jaws!.title]).toEqual([
      'Barry Lyndon',
      '8.1',
      'Jaws',
    ]);
    expect((lyndon as unknown as { twice: number }).twice).toBe(3950);
    const directors = Director.objects;
    expect(
      await countQueries(async () => {
        for (const movie of [lyndon!, jaws!])
          await (movie.director as unknown as { load(): Promise<unknown> }).load();
      }),
    ).toBe(1);
    expect(await directors.count()).toBe(3);
    expect(await codeOf(() => lyndon!.votes)).toBe('orm.column.not_loaded');
  });

  test('needs the key, and puts no value into the text', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    expect(await codeOf(() => Movie.objects.raw('SELECT title FROM movie'))).toBe('orm.raw.key');
    const hostile = "Jaws' OR 1 = 1 --";
    expect(await Movie.objects.raw('SELECT * FROM movie WHERE title = ?', [hostile])).toEqual([]);
    expect(await codeOf(() => Movie.objects.raw('SELECT * FROM moive'))).toBe('db.table.missing');
  });
});

describeEachDatabase('using() and databases', (kind) => {
  test('a QuerySet asks the database it is told', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    expect(await codeOf(() => Movie.objects.using('archive'))).toBe('db.alias.unknown');
    const n = await Director.objects
      .annotate({ n: Count('movies') })
      .filter({ n: F('n') })
      .count();
    expect(n).toBe(3);
    expect(database().alias).toBe('default');
  });
});
