import { expectTypeOf } from 'vitest';
import {
  abstractModel,
  char,
  foreignKey,
  hasMany,
  integer,
  model,
  type Row,
} from '../../../src/orm/index.ts';

// Checked by the compiler and never run: see types.test.ts.

const Timestamped = abstractModel({
  made: integer(),
  note: char({ maxLength: 9 }),
  get owner() {
    return foreignKey(() => Person, { onDelete: 'cascade' });
  },
}).withMethods({
  get age(): number {
    return 2000 - this.made;
  },
  async ownerName() {
    return (await this.related('owner')).fullName;
  },
});

const Person = model('Person', {
  name: char({ maxLength: 9 }),
  get films() {
    return hasMany(() => Film, 'director');
  },
}).withMethods({
  get fullName(): string {
    return `${this.name}!`;
  },
  async bestFilm() {
    for (const film of await this.related('films')) if (film.isGood(3)) return film;
    return undefined;
  },
});

const Film = model(
  'Film',
  {
    title: char({ maxLength: 9 }),
    note: integer({ null: true }),
    status: char({ choices: ['a', 'b'] }),
    get director() {
      return foreignKey(() => Person, { onDelete: 'cascade' });
    },
  },
  { bases: [Timestamped] },
).withMethods({
  isGood(stars: number) {
    return this.title.length > stars && this.age > 3;
  },
  async directorName() {
    return (await this.director.load()).fullName;
  },
  both() {
    return this.isGood(1) ? this.age : this.title;
  },
  get untyped() {
    return this.title;
  },
});

export async function methods() {
  const film = await Film.objects.get();
  expectTypeOf(film.isGood).toEqualTypeOf<(stars: number) => boolean>();
  expectTypeOf(await film.directorName()).toEqualTypeOf<string>();
  expectTypeOf(film.both()).toEqualTypeOf<string | number>();
  expectTypeOf(film.age).toEqualTypeOf<number>();
  expectTypeOf(await film.ownerName()).toEqualTypeOf<string>();
  expectTypeOf(film.display('status')).toEqualTypeOf<string | null>();
  const best = await (await Person.objects.get()).bestFilm();
  expectTypeOf(await film.related('director')).toEqualTypeOf<Row<typeof Person>>();
  expectTypeOf(best?.title).toEqualTypeOf<string | undefined>();
  expectTypeOf<Row<typeof Film>>().toEqualTypeOf(film);

  const joined = await Film.objects.selectRelated('director').get();
  expectTypeOf(joined.director.fullName).toEqualTypeOf<string>();
  const partial = await Film.objects.only('title').get();
  expectTypeOf(partial.isGood(1)).toEqualTypeOf<boolean>();

  // @ts-expect-error no such method.
  film.isBad();
  // @ts-expect-error stars are a number.
  film.isGood('3');
  // @ts-expect-error a getter without a type of its own cannot be used.
  film.untyped.length;
  // @ts-expect-error only fields with choices have labels.
  film.display('title');
  // @ts-expect-error a column is no relation.
  film.related('title');
  // @ts-expect-error methods are no columns.
  Film.objects.filter({ age: 3 });
  // @ts-expect-error nor values.
  await Film.objects.update({ age: 3 });
}

export async function bases() {
  const film = await Film.objects.create({
    title: 'M',
    status: 'a',
    made: 1931,
    director: 1,
    owner: 1,
  });
  expectTypeOf(film.made).toEqualTypeOf<number>();
  expectTypeOf(film.note).toEqualTypeOf<number | null>();
  expectTypeOf(film.ownerId).toEqualTypeOf<number>();
  Film.objects.filter({ made__gt: 1930, owner__name: 'Ada', note: 1 });
  Film.objects.selectRelated('owner').orderBy('-made');
  // @ts-expect-error the field of the base is required.
  await Film.objects.create({ title: 'M', status: 'a', director: 1, owner: 1 });
  // @ts-expect-error the model's own field goes before the base's.
  Film.objects.filter({ note: 'text' });
  // @ts-expect-error an abstract model has no rows.
  Timestamped.objects;
  // @ts-expect-error and is the only thing that is a base.
  model('Wrong', {}, { bases: [Person] });
}
