import {
  array,
  char,
  Decimal,
  datetime,
  Exists,
  F,
  integer,
  json,
  model,
  OuterRef,
  Q,
} from '../../../src/orm/index.ts';
import { Director, Genre, Movie } from '../../support/cinema.ts';

// Checked by the compiler and never run: see types.test.ts.

declare const kubrick: Awaited<ReturnType<typeof Director.objects.get>>;
declare const search: string | undefined;
declare const anyText: string;
declare const year: number | undefined;

const Poster = model('Poster', {
  printed: datetime(),
  tags: array(char({ maxLength: 9 })),
  sizes: array(integer(), { null: true }),
  data: json(),
});

export async function keys() {
  Movie.objects.filter({ title: 'Jaws', year: 1975, votes__gte: 3 });
  Movie.objects.filter({ id: 1, pk: 1, pk__in: [1, 2] });
  Movie.objects.filter({ director__country__name__icontains: 'a' });
  Movie.objects.filter({ director__movies__genres__name: 'Horror' });
  Movie.objects.exclude({ genres__name__in: ['Horror'] });
  Movie.objects.filter({
    genres: null,
    votes__in: [F('year'), 3],
    year__range: [F('votes'), 2000],
  });
  // @ts-expect-error A movie's director is never empty.
  Movie.objects.filter({ director: null });
  await Movie.objects.get({ director: 1, directorId: 1, director__id: 1, director__pk: 1 });

  // @ts-expect-error Movie has no field "titel".
  Movie.objects.filter({ titel: 'Jaws' });
  // @ts-expect-error Country has no field "nmae".
  Movie.objects.filter({ director__country__nmae: 'USA' });
  // @ts-expect-error there is no lookup "containz".
  Movie.objects.filter({ title__containz: 'a' });
  // @ts-expect-error a lookup ends the key.
  Movie.objects.filter({ title__contains__gt: 'a' });
  // @ts-expect-error a column leads nowhere.
  Movie.objects.filter({ title__name: 'a' });
  // @ts-expect-error the name of the column in the database is none in the model.
  Movie.objects.filter({ director_id: 1 });
  // @ts-expect-error Genre has no relation back to its movies.
  Genre.objects.filter({ movies__title: 'Jaws' });
  // @ts-expect-error the same goes for exclude().
  Movie.objects.exclude({ titel: 'Jaws' });
  // @ts-expect-error and for get().
  await Movie.objects.get({ titel: 'Jaws' });
  // @ts-expect-error of several conditions each is checked.
  Movie.objects.filter({ title: 'Jaws', yaer: 1975 });
  const record: Record<string, string> = {};
  // @ts-expect-error keys that the compiler does not know cannot be checked.
  Movie.objects.filter(record);
}

export function values() {
  Movie.objects.filter({
    rating__gte: 8,
    rating__lt: '9.5',
    rating: new Decimal(8),
    rating__gt: 8n,
  });
  Movie.objects.filter({
    rating: null,
    rating__iexact: null,
    studio: null,
    director__country: null,
  });
  Movie.objects.filter({ year__range: [1970, 1980], year__isnull: false });

  // @ts-expect-error a title is a text.
  Movie.objects.filter({ title: 5 });
  // @ts-expect-error a year is a number.
  Movie.objects.filter({ year__gt: '1975' });
  // @ts-expect-error a title is never empty.
  Movie.objects.filter({ title: null });
  // @ts-expect-error nothing is above or below null.
  Movie.objects.filter({ rating__gt: null });
  // @ts-expect-error isnull takes true or false.
  Movie.objects.filter({ rating__isnull: 1 });
  // @ts-expect-error range takes two values.
  Movie.objects.filter({ year__range: [1970] });
  // @ts-expect-error range takes values of its column.
  Movie.objects.filter({ year__range: ['1970', '1980'] });
  // @ts-expect-error text lookups take a text, of any column.
  Movie.objects.filter({ year__startswith: 197 });
  // @ts-expect-error undefined is no condition that is left out.
  Movie.objects.filter({ title__icontains: search });
}

export function lists() {
  Movie.objects.filter({ title__in: ['Jaws'], year__in: new Set([1975, null]) });
  Movie.objects.filter({ director__in: [kubrick, 2] });

  // @ts-expect-error a list of texts for a number.
  Movie.objects.filter({ year__in: ['1975'] });
  // @ts-expect-error a text is no list, though one can go over its letters.
  Movie.objects.filter({ title__in: 'Jaws' });
  // @ts-expect-error equality takes one value.
  Movie.objects.filter({ title: ['Jaws'] });
  // @ts-expect-error one related row at a time; a list goes with __in.
  Movie.objects.filter({ genres: [1, 2] });
}

export function relations() {
  Movie.objects.filter({ director: kubrick, director__in: [1], directorId: 1, studioId: null });
  Director.objects.filter({ movies: 1, movies__isnull: true, movies__in: [1, 2] });

  // @ts-expect-error every movie has a director.
  Movie.objects.filter({ director: null });
  // @ts-expect-error the key of a director is a number.
  Movie.objects.filter({ director: 'Stanley Kubrick' });
  // @ts-expect-error a row stands for its key only after the relation's name.
  Movie.objects.filter({ directorId: kubrick });
  // @ts-expect-error a relation is no text.
  Movie.objects.filter({ director__gt: 'a' });
}

export function conditionsMadeElsewhere() {
  const since = { year__gte: 1975, title__icontains: 'a' };
  Movie.objects.filter(since);
  Movie.objects.filter({ ...since, ...(search !== undefined && { title: search }) });
  const wrong = { year__gte: 'x' };
  // @ts-expect-error they are checked where they are used.
  Movie.objects.filter(wrong);
}

export function conditionsThatDepend() {
  Movie.objects.filter(year === undefined ? {} : { year });
  Movie.objects.filter(year === undefined ? { title: 'a' } : { year });
  Movie.objects.filter({ ...(year !== undefined && { year }), title: 'a' });
  Movie.objects.filter({ ...(year && { year }) });
  Movie.objects.filter();
  // @ts-expect-error each side is checked.
  Movie.objects.filter(year === undefined ? { titel: 'a' } : { year });
  // @ts-expect-error so are its values.
  Movie.objects.filter(year === undefined ? {} : { title: year });
}

export function several() {
  const hasSequel = Exists(Movie.objects.filter({ director: OuterRef('director') }));
  Movie.objects.filter({ title: 'Jaws' }, Q({ year: 1975 }), hasSequel, hasSequel.not());
  Movie.objects.filter(Q({ year: 1975 }).or({ rating__gte: 8 }, Q({ votes: 1 }).not()));
  Movie.objects.exclude(Q(Q({ year: 1975 }), hasSequel).xor({ director__name: 'a' }));
  // @ts-expect-error Movie has no field "titel".
  Movie.objects.filter(Q({ titel: 'Jaws' }));
  // @ts-expect-error each part of it is checked.
  Movie.objects.filter(Q({ title: 'Jaws' }).or({ director__nmae: 'a' }));
  // @ts-expect-error however deep.
  Movie.objects.filter(Q(Q({ title: 'Jaws' }).and(Q({ yaer: 5 }).not())));
  // @ts-expect-error with its value.
  Movie.objects.exclude(Q({ year: 'x' }));
  // @ts-expect-error of several arguments each is checked.
  Movie.objects.filter({ title: 'Jaws' }, { titel: 'Jaws' });
  // @ts-expect-error a Q among them too.
  Movie.objects.filter({ title: 'Jaws' }, Q({ titel: 'Jaws' }));
}

export async function expressionsAndQuerySets() {
  Movie.objects.filter({ year__lt: F('votes'), title: F('director__name') });
  Movie.objects.filter({ director__in: Director.objects.filter({ name: 'a' }) });
  await Movie.objects.get(Q({ pk: 1 }));
  // @ts-expect-error a wrong key is wrong whatever it is compared with.
  Movie.objects.filter({ titel: F('title') });
}

export function partsOfValues() {
  Poster.objects.filter({ printed__year: 1975, printed__date__gte: '1975-06-20' });
  Poster.objects.filter({ printed__hour__in: [8, 9], printed__week_day__range: [2, 6] });
  Poster.objects.filter({ data__owner__0__name: 'a', data__has_key: 'owner', data__a__gt: 5 });
  Poster.objects.filter({ data__contains: { owner: [] }, data__has_any_keys: ['a', 'b'] });
  Poster.objects.filter({ tags__contains: ['a'], tags__overlap: ['a', 'b'], tags: ['a'] });
  Poster.objects.filter({
    tags__len__gt: 3,
    tags__0: 'a',
    tags__0__icontains: 'a',
    tags__0_2: ['a'],
  });
  Poster.objects.filter({ sizes__contained_by: [1, 2], sizes__isnull: true });

  // @ts-expect-error a year is a number.
  Poster.objects.filter({ printed__year: '1975' });
  // @ts-expect-error there is no such part.
  Poster.objects.filter({ printed__decade: 197 });
  // @ts-expect-error nor a lookup behind one.
  Poster.objects.filter({ printed__year__containz: 197 });
  // @ts-expect-error items have the type of the list's.
  Poster.objects.filter({ tags__contains: [1] });
  // @ts-expect-error a text is no list.
  Poster.objects.filter({ tags__overlap: 'a' });
  // @ts-expect-error a length is a number.
  Poster.objects.filter({ tags__len: 'a' });
  // @ts-expect-error an item of a list of numbers.
  Poster.objects.filter({ sizes__0: 'a' });
  // @ts-expect-error a key of a document is a text.
  Poster.objects.filter({ data__has_keys: 'owner' });
}

export function orders() {
  Movie.objects.orderBy('-rating', 'director__name', 'pk', '-director', 'studioId');
  Director.objects.orderBy('movies__year');
  Movie.objects.orderBy();
  Movie.objects.orderBy(F('year').desc({ nulls: 'last' }), '?', F('votes').add(1));

  // @ts-expect-error Movie has no field "titel".
  Movie.objects.orderBy('titel');
  // @ts-expect-error of several paths each is checked.
  Movie.objects.orderBy('title', '-raiting');
  // @ts-expect-error one minus is enough.
  Movie.objects.orderBy('--title');
  // @ts-expect-error an order has no lookup.
  Movie.objects.orderBy('title__icontains');
  // @ts-expect-error a text that the compiler does not know cannot be checked.
  Movie.objects.orderBy(anyText);
}
