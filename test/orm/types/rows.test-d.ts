import { expectTypeOf } from 'vitest';
import {
  Count,
  type Decimal,
  type ManyToManySet,
  Prefetch,
  type RelatedSet,
  type Row,
  type Unloaded,
} from '../../../src/orm/index.ts';
import { type Country, Director, Genre, Movie, type Studio } from '../../support/cinema.ts';

// Checked by the compiler and never run: see types.test.ts.

export async function columns() {
  const movie = await Movie.objects.get();
  expectTypeOf(movie.id).toEqualTypeOf<number>();
  expectTypeOf(movie.pk).toEqualTypeOf<number>();
  expectTypeOf(movie.title).toEqualTypeOf<string>();
  expectTypeOf(movie.year).toEqualTypeOf<number | null>();
  expectTypeOf(movie.rating).toEqualTypeOf<Decimal | null>();
  expectTypeOf(movie.directorId).toEqualTypeOf<number>();
  expectTypeOf(movie.studioId).toEqualTypeOf<number | null>();
  expectTypeOf<Row<typeof Movie>>().toEqualTypeOf(movie);
  expectTypeOf(await Movie.objects.first()).toEqualTypeOf<Row<typeof Movie> | null>();
  expectTypeOf(await Movie.objects).toEqualTypeOf<Row<typeof Movie>[]>();
  for await (const each of Movie.objects) expectTypeOf(each).toEqualTypeOf(movie);

  movie.title = 'Jaws';
  movie.studioId = null;
  // @ts-expect-error a title is never empty.
  movie.title = null;
  // @ts-expect-error the key of a row does not change.
  movie.id = 5;
  // @ts-expect-error Movie has no field "titel".
  movie.titel;
}

export async function onlyAndDefer() {
  const movie = await Movie.objects.only('title', 'studio').get();
  expectTypeOf(movie.title).toEqualTypeOf<string>();
  expectTypeOf(movie.id).toEqualTypeOf<number>();
  expectTypeOf(movie.studioId).toEqualTypeOf<number | null>();
  // @ts-expect-error the year was not loaded.
  movie.year;
  // @ts-expect-error nor was the director's key.
  movie.directorId;

  const bare = await Movie.objects.only().get();
  // @ts-expect-error only() of nothing loads the key alone.
  bare.title;

  const last = await Movie.objects.only('title').only('year').get();
  expectTypeOf(last.year).toEqualTypeOf<number | null>();
  // @ts-expect-error the last only() counts.
  last.title;

  const deferred = await Movie.objects.defer('title').defer('director', 'studioId').get();
  expectTypeOf(deferred.votes).toEqualTypeOf<number>();
  // @ts-expect-error deferred.
  deferred.title;
  // @ts-expect-error deferred by the relation's name.
  deferred.directorId;
  // @ts-expect-error deferred by the key's name.
  deferred.studioId;

  const both = await Movie.objects.only('title', 'year').defer('year').get();
  // @ts-expect-error defer() takes out of only().
  both.year;

  // @ts-expect-error Movie has no field "titel".
  Movie.objects.only('title', 'titel');
  // @ts-expect-error columns of many related rows cannot be chosen.
  Director.objects.only('movies__title');
  // @ts-expect-error nor left out.
  Director.objects.defer('movies__title');
  // @ts-expect-error a lookup is no column.
  Movie.objects.only('title__icontains');
}

export async function selectRelated() {
  const movies = Movie.objects.selectRelated('director__country', 'studio');
  const movie = await movies.get();
  expectTypeOf(movie.director.name).toEqualTypeOf<string>();
  expectTypeOf(movie.director.country).toEqualTypeOf<Row<typeof Country> | null>();
  expectTypeOf(movie.studio).toEqualTypeOf<Row<typeof Studio> | null>();
  // @ts-expect-error a movie may be without a studio.
  movie.studio.name;
  // @ts-expect-error what is loaded needs no load().
  movie.director.load;

  const chosen = await movies.only('title', 'director__name').defer('studio__name').get();
  expectTypeOf(chosen.director.name).toEqualTypeOf<string>();
  expectTypeOf(chosen.directorId).toEqualTypeOf<number>();
  // @ts-expect-error of the director the name alone was loaded.
  chosen.director.born;
  // @ts-expect-error of the studio the name was left out.
  chosen.studio?.name;

  const twice = await Movie.objects.selectRelated('director').selectRelated('studio').get();
  expectTypeOf(twice.director.name).toEqualTypeOf<string>();
  expectTypeOf(twice.studio?.name).toEqualTypeOf<string | undefined>();
  const none = await Movie.objects.selectRelated().get();
  expectTypeOf(none.director).toEqualTypeOf<Unloaded<Row<typeof Director>>>();

  // @ts-expect-error genres are many rows.
  Movie.objects.selectRelated('genres');
  // @ts-expect-error title is no relation.
  Movie.objects.selectRelated('title');
  // @ts-expect-error of several paths each is checked.
  Movie.objects.selectRelated('director', 'studoi');
  // @ts-expect-error Country has no relation.
  Movie.objects.selectRelated('director__country__name');
}

export async function prefetchRelated() {
  const director = await Director.objects.prefetchRelated('movies__genres', 'country').get();
  expectTypeOf(director.country).toEqualTypeOf<Row<typeof Country> | null>();
  expectTypeOf(director.movies[0]!.genres).toEqualTypeOf<readonly Row<typeof Genre>[]>();
  expectTypeOf(director.movies[0]!.title).toEqualTypeOf<string>();
  // @ts-expect-error the studio of the movies was not loaded.
  director.movies[0]!.studio?.name;
  // @ts-expect-error what is loaded is a list and no QuerySet.
  director.movies.filter({ year: 1975 });

  const mixed = await Movie.objects
    .selectRelated('director')
    .prefetchRelated('director__movies', 'genres')
    .get();
  expectTypeOf(mixed.director.movies[0]!.title).toEqualTypeOf<string>();

  // @ts-expect-error Movie has no relation "genre".
  Movie.objects.prefetchRelated('genre');
  // @ts-expect-error name is no relation.
  Movie.objects.prefetchRelated('genres__name');
}

export async function prefetchWithQuerySets() {
  const good = Movie.objects.annotate({ films: Count('genres') }).only('title');
  const director = await Director.objects
    .prefetchRelated(
      Prefetch('movies', good, { toAttr: 'best' }),
      Prefetch('movies', Movie.objects.selectRelated('studio'), { toAttr: 'joined' }),
      Prefetch('country', undefined, { toAttr: 'home' }),
    )
    .get();
  expectTypeOf(director.best[0]!.title).toEqualTypeOf<string>();
  expectTypeOf(director.best[0]!.films).toEqualTypeOf<number>();
  expectTypeOf(director.joined[0]!.studio).toEqualTypeOf<Row<typeof Studio> | null>();
  expectTypeOf(director.home).toEqualTypeOf<Row<typeof Country> | null>();
  expectTypeOf(director.movies).toEqualTypeOf<RelatedSet<typeof Movie>>();
  // @ts-expect-error the inner QuerySet left the year out.
  director.best[0]!.year;

  const inPlace = await Director.objects.prefetchRelated(Prefetch('movies', good)).get();
  expectTypeOf(inPlace.movies[0]!.films).toEqualTypeOf<number>();
  // @ts-expect-error nor is it there in place of the relation.
  inPlace.movies[0]!.year;

  const both = await Director.objects
    .prefetchRelated(Prefetch('movies', good), 'movies__genres')
    .get();
  expectTypeOf(both.movies[0]!.films).toEqualTypeOf<number>();
  expectTypeOf(both.movies[0]!.genres[0]!.name).toEqualTypeOf<string>();

  const inner = await Director.objects
    .prefetchRelated(Prefetch('movies__genres', Genre.objects.only(), { toAttr: 'kinds' }))
    .get();
  expectTypeOf(inner.movies[0]!.title).toEqualTypeOf<string>();
  expectTypeOf(inner.movies[0]!.kinds[0]!.pk).toEqualTypeOf<number>();
  // @ts-expect-error the rows are in "kinds".
  inner.movies[0]!.genres.length;

  // @ts-expect-error Director has no relation "moviez".
  Director.objects.prefetchRelated(Prefetch('moviez', good));
}

export async function unloadedRelations() {
  const movie = await Movie.objects.get();
  expectTypeOf(movie.director).toEqualTypeOf<Unloaded<Row<typeof Director>>>();
  expectTypeOf(await movie.director.load()).toEqualTypeOf<Row<typeof Director>>();
  expectTypeOf(await movie.studio.load()).toEqualTypeOf<Row<typeof Studio> | null>();
  // @ts-expect-error the director was not loaded.
  movie.director.name;
  // @ts-expect-error a relation is not assigned, its key is.
  movie.director = await Director.objects.get();

  expectTypeOf(movie.genres).toEqualTypeOf<ManyToManySet<typeof Genre>>();
  expectTypeOf(await movie.genres).toEqualTypeOf<Row<typeof Genre>[]>();
  // @ts-expect-error the genres were not loaded.
  movie.genres.length;
  await movie.genres.add(1, await Genre.objects.get());
  // @ts-expect-error the key of a genre is a number.
  await movie.genres.add('Horror');
  await movie.genres.filter({ name: 'Horror' }).count();
  // @ts-expect-error conditions on related rows are checked too.
  movie.genres.filter({ nmae: 'Horror' });

  const director = await Director.objects.get();
  expectTypeOf(director.movies).toEqualTypeOf<RelatedSet<typeof Movie>>();
  await director.movies.add(movie, 7);
  await director.movies.create({ title: 'Jaws' });
  // @ts-expect-error a title is required.
  await director.movies.create({ year: 1975 });
  // @ts-expect-error the key of a movie is a number.
  await director.movies.add('Jaws');
}

export async function single() {
  expectTypeOf(await Movie.objects.earliest('year', '-votes')).toEqualTypeOf<Row<typeof Movie>>();
  await Movie.objects.annotate({ films: Count('genres') }).latest('films');
  expectTypeOf(await Movie.objects.inBulk([1, 2])).toEqualTypeOf<Map<number, Row<typeof Movie>>>();
  expectTypeOf(await Genre.objects.inBulk(['Horror'], { field: 'name' })).toEqualTypeOf<
    Map<string, Row<typeof Genre>>
  >();
  Movie.objects.distinct('director', 'year').distinct();
  // @ts-expect-error Movie has no field "yaer".
  await Movie.objects.earliest('yaer');
  // @ts-expect-error the first by what?
  await Movie.objects.latest();
  // @ts-expect-error the key of a movie is a number.
  await Movie.objects.inBulk(['a']);
  // @ts-expect-error Genre has no field "nmae".
  await Genre.objects.inBulk(['Horror'], { field: 'nmae' });
  // @ts-expect-error Movie has no field "yaer".
  Movie.objects.distinct('yaer');
}

export async function aroundTheCircle() {
  const movies = await Movie.objects.selectRelated('director').prefetchRelated('director__movies');
  const around = await movies[0]!.director.movies[0]!.director.load();
  expectTypeOf(around).toEqualTypeOf<Row<typeof Director>>();
  // @ts-expect-error after a whole circle a name is still a text.
  const wrong: number = around.name;
  return wrong;
}
