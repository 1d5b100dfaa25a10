import { expectTypeOf } from 'vitest';
import {
  ArrayAgg,
  Avg,
  Case,
  Concat,
  Count,
  char,
  type Decimal,
  Exists,
  F,
  generated,
  integer,
  model,
  OuterRef,
  Q,
  Rank,
  type Row,
  RowNumber,
  Sum,
  Upper,
  Value,
  When,
  Window,
} from '../../../src/orm/index.ts';
import { Director, Genre, Movie } from '../../support/cinema.ts';

// Checked by the compiler and never run: see types.test.ts.

declare const search: object;

export async function whens() {
  const labelled = await Movie.objects
    .annotate({ films: Count('genres') })
    .annotate({
      label: Case(
        When({ rating__gte: 8, director__country__name__in: ['USA'] }, Value('good')),
        When(Q({ year__lt: 1950 }).or({ genres__name: 'Horror' }), Value('old')),
        When(Exists(Genre.objects.filter({ name: OuterRef('title') })), Value('named')),
        When({ votes__gt: F('year') }, Value('loved')),
        When({ films__gte: 2 }, Value('much')),
        When(search, Value('found')),
        { default: Value('other') },
      ),
      grade: Case(When({ year: 1975 }, 1), When({ year: 1980 }, F('votes'))),
    })
    .get();
  expectTypeOf(labelled.label).toEqualTypeOf<string>();
  expectTypeOf(labelled.grade).toEqualTypeOf<number | null>();
  await Movie.objects.update({
    votes: Case(When({ year__isnull: true }, 0), { default: F('votes') }),
  });
  await Movie.objects.annotate({ born: F('year'), isNew: Case(When({ born__gt: 2000 }, 1)) });

  // @ts-expect-error Movie has no field "titel".
  Movie.objects.annotate({ label: Case(When({ titel: 'Jaws' }, Value('a'))) });
  // @ts-expect-error nor has its director a field "nmae".
  Movie.objects.annotate({ label: Case(When({ director__nmae: 'Kubrick' }, Value('a'))) });
  // @ts-expect-error there is no lookup "containz".
  Movie.objects.annotate({ label: Case(When({ title__containz: 'J' }, Value('a'))) });
  // @ts-expect-error a year is a number.
  Movie.objects.annotate({ label: Case(When({ year: 'last' }, Value('a'))) });
  // @ts-expect-error the second one too.
  Movie.objects.annotate({ label: Case(When({ year: 1 }, Value('a')), When({ yaer: 2 }, 1)) });
  // @ts-expect-error inside of a Q as well.
  Movie.objects.annotate({ label: Case(When(Q({ year: 1 }).or({ yaer: 2 }), Value('a'))) });
  // @ts-expect-error and of an expression around it.
  Movie.objects.annotate({ label: Upper(Concat('title', Case(When({ yaer: 2 }, Value('a'))))) });
  // @ts-expect-error also in an order of one's own and what is then filtered by.
  Movie.objects.alias({ first: Case(When({ yaer: 2 }, 1)) });
  // @ts-expect-error the result is checked as ever.
  Movie.objects.annotate({ label: Case(When({ year: 1 }, F('titel'))) });
}

export async function filters() {
  const director = await Director.objects
    .annotate({
      late: Count('movies', { filter: Q({ movies__year__gte: 1980 }), distinct: true }),
      good: Count('movies', { filter: { movies__rating__gte: '8' } }),
      votes: Sum('movies__votes', { filter: { movies__year: 1975 }, default: 0 }),
      mean: Avg('movies__rating', { filter: Q({ movies__genres__name: 'Horror' }).not() }),
      titles: ArrayAgg('movies__title', { filter: { movies__year: 1975 } }),
    })
    .get();
  expectTypeOf(director.late).toEqualTypeOf<number>();
  expectTypeOf(director.good).toEqualTypeOf<number>();
  expectTypeOf(director.votes).toEqualTypeOf<number>();
  expectTypeOf(director.mean).toEqualTypeOf<Decimal | null>();
  const share = await Movie.objects.aggregate({
    share: Count('pk', { filter: { year: 1975 } })
      .mul(100)
      .div(Count('*')),
  });
  expectTypeOf(share.share).toEqualTypeOf<number>();

  // @ts-expect-error movies have no field "yaer".
  Director.objects.annotate({ late: Count('movies', { filter: { movies__yaer: 1 } }) });
  // @ts-expect-error in a Q neither.
  Director.objects.annotate({ late: Count('movies', { filter: Q({ movies__yaer: 1 }) }) });
  // @ts-expect-error a year is a number.
  Director.objects.annotate({ late: Count('movies', { filter: { movies__year: 'a' } }) });
  // @ts-expect-error of sums as well.
  Director.objects.annotate({ n: Sum('movies__votes', { filter: { movies__yaer: 1 } }) });
  // @ts-expect-error and of lists.
  Director.objects.annotate({ n: ArrayAgg('movies__votes', { filter: { movies__yaer: 1 } }) });
  // @ts-expect-error and where it is reckoned with.
  Movie.objects.aggregate({ share: Count('pk', { filter: { yaer: 1975 } }).mul(100) });
  // @ts-expect-error there is no such option.
  Count('movies', { filters: { movies__year: 1 } });
  // @ts-expect-error nor beside one that there is.
  Count('movies', { distinct: true, filters: { movies__year: 1 } });
}

export async function windows() {
  const movie = await Movie.objects
    .annotate({ films: Count('genres') })
    .annotate({
      place: Window(Rank(), { partitionBy: 'director', orderBy: ['-rating', 'title'] }),
      best: Window(Sum('votes'), {
        partitionBy: ['director__country', F('year')],
        orderBy: '-films',
      }),
      plain: Window(RowNumber()),
    })
    .get();
  expectTypeOf(movie.place).toEqualTypeOf<number>();
  expectTypeOf(movie.plain).toEqualTypeOf<number>();

  // @ts-expect-error Movie has no field "directr".
  Movie.objects.annotate({ place: Window(Rank(), { partitionBy: 'directr' }) });
  // @ts-expect-error in a list neither.
  Movie.objects.annotate({ place: Window(Rank(), { partitionBy: ['director', 'yaer'] }) });
  // @ts-expect-error nor is there a field "raiting" to order by.
  Movie.objects.annotate({ place: Window(Rank(), { orderBy: '-raiting' }) });
  // @ts-expect-error behind F() as well.
  Movie.objects.annotate({ place: Window(Rank(), { partitionBy: F('yaer') }) });
  // @ts-expect-error there is no such option.
  Window(Rank(), { partitionBy: 'director', ordrBy: 'title' });
}

export async function updates() {
  await Movie.objects.update({ votes: F('votes').add(1), title: Upper('title'), year: null });
  await Movie.objects.update({ director: 1, studio: null, studioId: 2 });
  await Movie.objects.update({ director: F('studio'), year: undefined });
  await Movie.objects.annotate({ more: F('votes').add(1) }).update({ votes: F('more') });
  const director = await Director.objects.get();
  await director.movies.update({ director, votes: F('votes').sub(1) });

  // @ts-expect-error Movie has no field "votez".
  Movie.objects.update({ votes: F('votez').add(1) });
  // @ts-expect-error deeper inside neither.
  Movie.objects.update({ title: Upper(Concat('titel', Value('!'))) });
  // @ts-expect-error conditions are checked.
  Movie.objects.update({ votes: Case(When({ yaer: 1 }, 0), { default: F('votes') }) });
  // @ts-expect-error there is no field of that name to write.
  Movie.objects.update({ votez: 1 });
  // @ts-expect-error nor one for an expression.
  Movie.objects.update({ votez: F('votes') });
  // @ts-expect-error a relation to many has no column.
  Movie.objects.update({ genres: [1] });
  // @ts-expect-error a title is a text.
  Movie.objects.update({ title: 5 });
  // @ts-expect-error and never empty.
  Movie.objects.update({ title: null });
  // @ts-expect-error the key of a movie's director is one.
  Movie.objects.update({ directorId: null });
}

const Order = model('Order', {
  price: integer(),
  seats: integer(),
  total: generated({ expression: F('price').mul(F('seats')), output: integer() }),
  code: generated({ expression: F('price'), output: char({ maxLength: 9, null: true }) }),
});

export async function generatedColumns() {
  const order = await Order.objects.create({ price: 3, seats: 2 });
  expectTypeOf(order.total).toEqualTypeOf<number>();
  expectTypeOf(order.code).toEqualTypeOf<string | null>();
  Order.objects.filter({ total__gte: 6 }).orderBy('-total').values('total');
  const { total } = await Order.objects.only('total').get();
  expectTypeOf(total).toEqualTypeOf<number>();
  expectTypeOf<Row<typeof Order>['price']>().toEqualTypeOf<number>();
  order.price = 4;
  await Order.objects.update({ seats: F('total') });

  // @ts-expect-error nobody but the database writes it.
  await Order.objects.create({ price: 3, seats: 2, total: 6 });
  // @ts-expect-error nor one that may be empty.
  await Order.objects.bulkCreate([{ price: 3, seats: 2, code: 'a' }]);
  // @ts-expect-error nor in an update.
  await Order.objects.update({ total: 6 });
  // @ts-expect-error nor by an expression.
  await Order.objects.update({ total: F('price') });
  // @ts-expect-error nor with defaults.
  await Order.objects.getOrCreate({ price: 3 }, { defaults: { total: 6 } });
  // @ts-expect-error nor in a row.
  order.total = 6;
  const [deferred] = await Order.objects.defer('total');
  // @ts-expect-error it was left out.
  deferred?.total;
}
