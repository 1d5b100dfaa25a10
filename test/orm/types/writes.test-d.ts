import { expectTypeOf } from 'vitest';
import {
  type CreateValues,
  char,
  F,
  foreignKey,
  integer,
  type Json,
  json,
  Lower,
  model,
  type Row,
  type UpdateValues,
  uuid,
  Value,
} from '../../../src/orm/index.ts';
import { type Director, Movie } from '../../support/cinema.ts';

// Checked by the compiler and never run: see types.test.ts.

interface Settings {
  readonly subtitles: boolean;
}

const Screening = model('Screening', {
  code: uuid({ primaryKey: true, default: () => crypto.randomUUID() }),
  hall: char({ maxLength: 10, default: 'Main' }),
  settings: json<Settings>({ default: { subtitles: true } }),
  seats: integer(),
  get movie() {
    return foreignKey(() => Movie, { onDelete: 'cascade' });
  },
});

const Trailer = model('Trailer', {
  credits: json({ null: true }),
  cast: json<readonly string[]>({ null: true }),
  settings: json<Settings>({ null: true, default: { subtitles: false } }),
  size: json<{ readonly width: number }>(),
});

export async function documents() {
  const trailer = await Trailer.objects.create({ size: { width: 1 } });
  expectTypeOf(trailer.credits).toEqualTypeOf<Json | null>();
  expectTypeOf(trailer.cast).toEqualTypeOf<readonly string[] | null>();
  expectTypeOf(trailer.settings).toEqualTypeOf<Settings | null>();
  expectTypeOf(trailer.size).toEqualTypeOf<{ readonly width: number }>();
  // @ts-expect-error a size is required.
  await Trailer.objects.create({});
  // @ts-expect-error a document has the type it was given.
  await Trailer.objects.create({ size: { height: 1 } });
  // @ts-expect-error so has its default.
  json<Settings>({ default: { subtitels: true } });
}

const Ticket = model('Ticket', {
  get screening() {
    return foreignKey(() => Screening, { onDelete: 'restrict', null: true });
  },
});

declare const director: Row<typeof Director>;

export async function create() {
  await Movie.objects.create({ title: 'Jaws', director });
  await Movie.objects.create({ title: 'Jaws', director: 1, year: null, rating: '8.1', votes: 3 });
  await Movie.objects.create({ id: 7, title: 'Jaws', director: 1, studio: null, votes: undefined });
  expectTypeOf(await Movie.objects.create({ title: 'Jaws', director })).toEqualTypeOf<
    Row<typeof Movie>
  >();

  // @ts-expect-error a title is required.
  await Movie.objects.create({ director });
  // @ts-expect-error a director is required.
  await Movie.objects.create({ title: 'Jaws' });
  // @ts-expect-error a title is never empty.
  await Movie.objects.create({ title: null, director });
  // @ts-expect-error a director is never empty.
  await Movie.objects.create({ title: 'Jaws', director: null });
  // @ts-expect-error votes have a default, yet are never empty.
  await Movie.objects.create({ title: 'Jaws', director, votes: null });
  // @ts-expect-error Movie has no field "yaer".
  await Movie.objects.create({ title: 'Jaws', director, yaer: 1975 });
  // @ts-expect-error genres are added to a stored row.
  await Movie.objects.create({ title: 'Jaws', director, genres: [1] });
  // @ts-expect-error the key of a director is a number.
  await Movie.objects.create({ title: 'Jaws', director: 'Spielberg' });
}

export async function bulkCreate() {
  const movies = await Movie.objects.bulkCreate([{ title: 'Jaws', director }], { batchSize: 100 });
  expectTypeOf(movies).toEqualTypeOf<Row<typeof Movie>[]>();

  // @ts-expect-error every row is checked.
  await Movie.objects.bulkCreate([{ title: 'Jaws', director }, { title: 'Lincoln' }]);
  // @ts-expect-error a conflict fails or is ignored.
  await Movie.objects.bulkCreate([], { onConflict: 'replace' });
}

export async function bulkUpdate() {
  const movies = await Movie.objects.all();
  await Movie.objects.bulkUpdate(movies, ['title', 'director']);
  await Movie.objects.bulkUpdate([{ id: 1, title: 'Jaws', director }], ['title', 'director']);
  await Movie.objects.bulkUpdate([{ id: 1, votes: F('votes').add(1) }], ['votes']);
  await Movie.objects.bulkUpdate([movies[0]!, { id: 1, studio: null }], ['studio']);

  // @ts-expect-error an object has a value for each field.
  await Movie.objects.bulkUpdate([{ id: 1, title: 'Jaws' }], ['title', 'votes']);
  // @ts-expect-error an object has the key of its row.
  await Movie.objects.bulkUpdate([{ title: 'Jaws' }], ['title']);
  // @ts-expect-error a title is never empty.
  await Movie.objects.bulkUpdate([{ id: 1, title: null }], ['title']);
  // @ts-expect-error Movie has no field "titel".
  await Movie.objects.bulkUpdate([{ id: 1, titel: 'Jaws' }], ['titel']);
  // @ts-expect-error votes are not among the fields.
  await Movie.objects.bulkUpdate([{ id: 1, title: 'Jaws', votes: 1 }], ['title']);
}

export async function update() {
  expectTypeOf(await Movie.objects.update({ votes: 1 })).toEqualTypeOf<number>();
  await Movie.objects.update({ director, studio: null, rating: 8 });
  await Movie.objects.update({ directorId: 1, studioId: null });
  await Movie.objects.update({});

  // @ts-expect-error a title is never empty.
  await Movie.objects.update({ title: null });
  // @ts-expect-error Movie has no field "yaer".
  await Movie.objects.update({ yaer: 1975 });
  // @ts-expect-error conditions have lookups, values have not.
  await Movie.objects.update({ votes__gt: 1 });
}

export async function keysOfOtherTypes() {
  const screening = await Screening.objects.create({ seats: 90, movie: 1 });
  expectTypeOf(screening.pk).toEqualTypeOf<string>();
  expectTypeOf(screening.code).toEqualTypeOf<string>();
  expectTypeOf(screening.settings).toEqualTypeOf<Settings>();
  // @ts-expect-error a model with a key of its own has no id.
  screening.id;
  Screening.objects.filter({ pk: 'a', code__in: ['a'] });
  // @ts-expect-error the key is a text.
  Screening.objects.filter({ pk: 1 });

  const ticket = await Ticket.objects.create({ screening });
  expectTypeOf(ticket.screeningId).toEqualTypeOf<string | null>();
  await Ticket.objects.create({});
  // @ts-expect-error a foreign key has the type of the key it refers to.
  await Ticket.objects.create({ screening: 1 });
}

export function declarations() {
  // @ts-expect-error a char has a length.
  char({});
  // @ts-expect-error misspelled options are refused.
  char({ maxLenght: 5 });
  // @ts-expect-error a default is a value of the field.
  integer({ default: 'none' });
  // @ts-expect-error what happens on delete has to be said.
  foreignKey(() => Movie, {});
}

expectTypeOf<CreateValues<typeof Movie>>().toHaveProperty('title');
expectTypeOf<UpdateValues<typeof Movie>>().toHaveProperty('directorId');

export async function keysAndExpressions(): Promise<void> {
  await Movie.objects.create({ title: 'Jaws', directorId: 1 });
  await Movie.objects.create({ title: Lower(Value('JAWS')), director: 1, studioId: null });
  await Movie.objects.bulkCreate([{ title: 'Jaws', directorId: 1 }]);
  // @ts-expect-error a movie has a director, by one name or the other.
  await Movie.objects.create({ title: 'Jaws' });
  // @ts-expect-error a key is a number.
  await Movie.objects.create({ title: 'Jaws', directorId: 'one' });
  // @ts-expect-error Movie has no field "titel".
  await Movie.objects.create({ titel: 'Jaws', title: 'Jaws', director: 1 });
}
