import { expectTypeOf } from 'vitest';
import {
  ArrayAgg,
  Avg,
  Case,
  Cast,
  Coalesce,
  Count,
  type Decimal,
  type Duration,
  datetime,
  duration,
  Exists,
  F,
  integer,
  Lag,
  Length,
  Lower,
  Max,
  Min,
  model,
  OuterRef,
  Q,
  Rank,
  Round,
  type Row,
  RowNumber,
  StdDev,
  Subquery,
  Sum,
  Value,
  When,
  Window,
} from '../../../src/orm/index.ts';
import { Director, Genre, Movie } from '../../support/cinema.ts';

// Checked by the compiler and never run: see types.test.ts.

const Screening = model('Screening', {
  starts: datetime(),
  ends: datetime({ null: true }),
  pause: duration({ null: true }),
});

export async function annotations() {
  const movie = await Movie.objects
    .annotate({
      films: Count('director__movies'),
      country: F('director__country__name'),
      key: F('studio'),
      label: Value('film'),
      isHorror: Exists(Genre.objects.filter({ name: 'Horror' })),
      isOld: Q({ year__lt: 1950 }),
    })
    .get();
  expectTypeOf(movie.films).toEqualTypeOf<number>();
  expectTypeOf(movie.country).toEqualTypeOf<string | null>();
  expectTypeOf(movie.key).toEqualTypeOf<number | null>();
  expectTypeOf(movie.label).toEqualTypeOf<string>();
  expectTypeOf(movie.isHorror).toEqualTypeOf<boolean>();
  expectTypeOf(movie.isOld).toEqualTypeOf<boolean>();
  expectTypeOf(movie.title).toEqualTypeOf<string>();

  // @ts-expect-error Movie has no field "titel".
  Movie.objects.annotate({ shout: F('titel') });
  // @ts-expect-error nor has its director a field "nmae".
  Movie.objects.annotate({ shout: F('director__nmae') });
  // @ts-expect-error what is counted has to be there.
  Movie.objects.annotate({ films: Count('director__moviez') });
  // @ts-expect-error the name is taken by a field.
  Movie.objects.annotate({ title: F('year') });
  // @ts-expect-error plain values are wrapped: Value(5).
  Movie.objects.annotate({ five: 5 });
}

export async function oneAfterAnother() {
  const movies = Movie.objects.annotate({ films: Count('genres') });
  const twice = await movies.annotate({ twice: F('films').mul(2) }).get();
  expectTypeOf(twice.twice).toEqualTypeOf<number>();
  const together = await Movie.objects.annotate({ a: F('year'), b: F('a') }).get();
  expectTypeOf(together.b).toEqualTypeOf<number | null>();

  const joined = await movies.selectRelated('director').only('title').get();
  expectTypeOf(joined.films).toEqualTypeOf<number>();
  expectTypeOf(joined.director.name).toEqualTypeOf<string>();
  // @ts-expect-error the year was not loaded.
  joined.year;

  movies.filter({ films__gt: 3, films__in: [1, 2], title: 'Jaws' }).orderBy('-films', 'title');
  movies.filter(Q({ films: 3 }).or({ votes: 3 })).values('films');
  // @ts-expect-error a count is a number.
  movies.filter({ films: 'three' });
  // @ts-expect-error in a list too.
  movies.filter({ films__in: ['three'] });
  // @ts-expect-error there is no such lookup.
  movies.filter({ films__containz: 3 });
  // @ts-expect-error a count is never empty.
  movies.filter({ films: null });
}

export async function aliases() {
  const movies = Movie.objects.alias({ films: Count('genres') }).filter({ films__gt: 1 });
  expectTypeOf(await movies.get()).toEqualTypeOf<Row<typeof Movie>>();
  const movie = await movies
    .annotate({ more: F('films').add(1) })
    .selectRelated('director')
    .get();
  expectTypeOf(movie.more).toEqualTypeOf<number>();
  // @ts-expect-error an alias is for the query alone.
  movie.films;
  // @ts-expect-error it has a type there.
  movies.filter({ films: 'x' });
}

export async function aggregates() {
  const result = await Movie.objects.aggregate({
    movies: Count('*'),
    years: Count('year', { distinct: true }),
    votes: Sum('votes'),
    all: Sum('votes', { default: 0 }),
    best: Max('rating'),
    first: Min('year', { default: 1900, filter: Q({ votes__gt: 3 }) }),
    mean: Avg('votes'),
    meanRating: Avg('rating'),
    spread: StdDev('year', { sample: true, default: 0 }),
    age: Avg(F('year').sub(1900)),
    ratio: F('votes').div(2),
  });
  expectTypeOf(result).toEqualTypeOf<{
    movies: number;
    years: number;
    votes: number | null;
    all: number;
    best: Decimal | null;
    first: number;
    mean: number | null;
    meanRating: Decimal | null;
    spread: number;
    age: number | null;
    ratio: number;
  }>();
  // @ts-expect-error Movie has no field "vote".
  await Movie.objects.aggregate({ votes: Sum('vote') });
}

export async function arithmetic() {
  const movie = await Movie.objects
    .annotate({
      more: F('votes').add(1).neg(),
      perhaps: F('year').add(F('votes')),
      stars: F('rating').mul(2),
      mixed: F('rating').mul(F('votes')),
    })
    .get();
  expectTypeOf(movie.more).toEqualTypeOf<number>();
  expectTypeOf(movie.perhaps).toEqualTypeOf<number | null>();
  expectTypeOf(movie.stars).toEqualTypeOf<Decimal | null>();
  expectTypeOf(movie.mixed).toEqualTypeOf<Decimal | number | null>();
  // @ts-expect-error each operand is looked up.
  Movie.objects.annotate({ more: F('votes').add(F('vots')) });

  const screening = await Screening.objects
    .annotate({
      length: F('ends').sub(F('starts')),
      late: F('starts').add(F('pause')),
      pauses: F('pause').add(F('pause')),
      longest: Max(F('ends').sub(F('starts'))),
    })
    .get();
  expectTypeOf(screening.length).toEqualTypeOf<Duration | null>();
  expectTypeOf(screening.late).toEqualTypeOf<Date | null>();
  expectTypeOf(screening.pauses).toEqualTypeOf<Duration | null>();
  expectTypeOf(screening.longest).toEqualTypeOf<Duration | null>();
  Screening.objects.alias({ length: F('ends').sub(F('starts')) }).filter({ length__gt: 'PT2H' });
}

export async function cases() {
  const movie = await Movie.objects
    .annotate({
      fame: Case(When({ votes__gte: 1000 }, Value('much')), { default: Value('little') }),
      year2: Case(When({ votes__gte: 1000 }, 'year'), { default: 5 }),
      bare: Case(When({ votes: 1 }, 1), When(Q({ votes: 2 }), 2)),
    })
    .get();
  expectTypeOf(movie.fame).toEqualTypeOf<string>();
  expectTypeOf(movie.year2).toEqualTypeOf<number | null>();
  expectTypeOf(movie.bare).toEqualTypeOf<number | null>();
}

export async function subqueries() {
  const newest = Movie.objects.filter({ director: OuterRef('pk') }).orderBy('-year');
  const director = await Director.objects
    .annotate({
      title: Subquery(newest.values('title').slice(0, 1)),
      rating: Subquery(newest.valuesList('rating').slice(0, 1)),
      votes: Subquery(newest.valuesList('votes', { flat: true }).slice(0, 1)),
      key: Subquery(newest.slice(0, 1)),
    })
    .get();
  expectTypeOf(director.title).toEqualTypeOf<string | null>();
  expectTypeOf(director.rating).toEqualTypeOf<Decimal | null>();
  expectTypeOf(director.votes).toEqualTypeOf<number | null>();
  expectTypeOf(director.key).toEqualTypeOf<number | null>();
}

export async function windows() {
  const movie = await Movie.objects
    .annotate({
      row: Window(RowNumber(), { partitionBy: 'director', orderBy: '-rating' }),
      rank: Window(Rank(), { orderBy: F('rating').desc({ nulls: 'last' }) }),
      running: Window(Sum('votes'), { orderBy: 'year' }),
      before: Window(Lag('title'), { orderBy: 'year' }),
      votesBefore: Window(Lag('votes', 1, 0), { orderBy: 'year' }),
    })
    .get();
  expectTypeOf(movie.row).toEqualTypeOf<number>();
  expectTypeOf(movie.rank).toEqualTypeOf<number>();
  expectTypeOf(movie.running).toEqualTypeOf<number | null>();
  expectTypeOf(movie.before).toEqualTypeOf<string | null>();
  expectTypeOf(movie.votesBefore).toEqualTypeOf<number>();
}

export async function functions() {
  const movie = await Movie.objects
    .annotate({
      quiet: Lower('title'),
      country: Lower('director__country__name'),
      length: Length(Lower('title')),
      since: Coalesce('year', 1900),
      named: Coalesce('director__country__name', 'title'),
      open: Coalesce('year', 'rating'),
      whole: Cast('rating', integer()),
      round: Round('rating', 0),
      titles: ArrayAgg('director__movies__title'),
    })
    .get();
  expectTypeOf(movie.quiet).toEqualTypeOf<string>();
  expectTypeOf(movie.country).toEqualTypeOf<string | null>();
  expectTypeOf(movie.length).toEqualTypeOf<number>();
  expectTypeOf(movie.since).toEqualTypeOf<number>();
  expectTypeOf(movie.named).toEqualTypeOf<string>();
  expectTypeOf(movie.open).toEqualTypeOf<number | Decimal | null>();
  expectTypeOf(movie.whole).toEqualTypeOf<number | null>();
  expectTypeOf(movie.round).toEqualTypeOf<Decimal | null>();
  expectTypeOf(movie.titles).toEqualTypeOf<(string | null)[] | null>();
  // @ts-expect-error Movie has no field "titel".
  Movie.objects.annotate({ quiet: Lower('titel') });
  // @ts-expect-error however deep.
  Movie.objects.annotate({ length: Length(Lower('titel')) });
  // @ts-expect-error of several arguments each.
  Movie.objects.annotate({ since: Coalesce('year', 'yaer') });
}
