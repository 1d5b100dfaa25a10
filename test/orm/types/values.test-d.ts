import { expectTypeOf } from 'vitest';
import { Count, type Decimal, F, json, model, Value } from '../../../src/orm/index.ts';
import { Director, Movie } from '../../support/cinema.ts';

// Checked by the compiler and never run: see types.test.ts.

const Poster = model('Poster', { data: json() });

export async function objects() {
  const some = await Movie.objects
    .values('pk', 'title', 'director', 'directorId', 'studio__name', { one: Value(1) })
    .get();
  expectTypeOf(some).toEqualTypeOf<{
    pk: number;
    title: string;
    director: number;
    directorId: number;
    studio__name: string | null;
    readonly one: number;
  }>();
  Movie.objects
    .values({ short: F('votes') })
    .orderBy('short')
    .filter({ short__gt: 1 });
  const all = await Movie.objects
    .annotate({ films: Count('genres') })
    .values()
    .get();
  expectTypeOf(all).toEqualTypeOf<{
    id: number;
    title: string;
    year: number | null;
    rating: Decimal | null;
    votes: number;
    directorId: number;
    studioId: number | null;
    readonly films: number;
  }>();
  const many = await Director.objects.values('movies__genres__name').get();
  expectTypeOf(many).toEqualTypeOf<{ movies__genres__name: string | null }>();
  const parts = await Director.objects.values('born__year').get();
  expectTypeOf(parts).toEqualTypeOf<{ born__year: number | null }>();
  const member = await Poster.objects.values('data__owner__0').get();
  expectTypeOf(member).toEqualTypeOf<{ data__owner__0: unknown }>();

  // @ts-expect-error Movie has no field "titel".
  Movie.objects.values('titel');
  // @ts-expect-error of several names each is checked.
  Movie.objects.values('title', 'director__nmae');
  // @ts-expect-error a title has no parts.
  Movie.objects.values('title__nothing');
  // @ts-expect-error paths in expressions are checked.
  Movie.objects.values({ shout: F('titel') });
  // @ts-expect-error only what was asked for is there.
  some.year;
}

export async function groups() {
  const group = await Movie.objects
    .values('year')
    .annotate({ films: Count('*') })
    .get();
  expectTypeOf(group.year).toEqualTypeOf<number | null>();
  expectTypeOf(group.films).toEqualTypeOf<number>();
  // @ts-expect-error a group has no title.
  group.title;
}

export async function lists() {
  const list = await Movie.objects.valuesList('title', 'studio__name', { one: Value(1) }).get();
  expectTypeOf(list).toEqualTypeOf<[string, string | null, number]>();
  const grown = await Movie.objects
    .valuesList('year')
    .annotate({ films: Count('*') })
    .get();
  expectTypeOf(grown).toEqualTypeOf<[number | null, number]>();
  const flat = await Movie.objects.valuesList('rating', { flat: true });
  expectTypeOf(flat).toEqualTypeOf<(Decimal | null)[]>();
  const counts = Movie.objects.annotate({ films: Count('genres') });
  expectTypeOf(await counts.valuesList('films', { flat: true })).toEqualTypeOf<number[]>();

  // @ts-expect-error Movie has no field "titel".
  Movie.objects.valuesList('titel');
  // @ts-expect-error nor as a bare value.
  Movie.objects.valuesList('titel', { flat: true });
  // @ts-expect-error bare values are those of one name.
  Movie.objects.valuesList('title', 'year', { flat: true });
}
