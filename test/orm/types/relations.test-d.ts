import { expectTypeOf } from 'vitest';
import {
  char,
  foreignKey,
  hasOne,
  type ManyToManySet,
  manyToMany,
  manyToManyOf,
  model,
  oneToOne,
  type Row,
  setTo,
  type Unloaded,
} from '../../../src/orm/index.ts';

// Checked by the compiler and never run: see types.test.ts.

const Film = model('Film', {
  title: char({ maxLength: 9 }),
  get poster() {
    return hasOne(() => Poster, 'film');
  },
  get cast() {
    return manyToMany(() => Actor, { through: () => Part });
  },
});

const Poster = model('Poster', {
  paper: char({ maxLength: 9 }),
  get film() {
    return oneToOne(() => Film, { onDelete: 'cascade' });
  },
});

const Actor = model('Actor', {
  name: char({ maxLength: 9 }),
  get films() {
    return manyToManyOf(() => Film, 'cast');
  },
});

const Part = model('Part', {
  get film() {
    return foreignKey(() => Film, { onDelete: setTo(1) });
  },
  get actor() {
    return foreignKey(() => Actor, { onDelete: 'set default', default: 1 });
  },
});

export async function oneToOnes() {
  const film = await Film.objects.get();
  expectTypeOf(film.poster).toEqualTypeOf<Unloaded<Row<typeof Poster> | null>>();
  expectTypeOf(await film.related('poster')).toEqualTypeOf<Row<typeof Poster> | null>();
  const joined = await Film.objects.selectRelated('poster__film').get();
  expectTypeOf(joined.poster?.film.title).toEqualTypeOf<string | undefined>();
  const prefetched = await Film.objects.prefetchRelated('poster').get();
  expectTypeOf(prefetched.poster).toEqualTypeOf<Row<typeof Poster> | null>();
  const partial = await Film.objects.selectRelated('poster').only('title', 'poster__paper').get();
  expectTypeOf(partial.poster?.paper).toEqualTypeOf<string | undefined>();
  Film.objects.filter({ poster__paper: 'matte', poster__isnull: false, poster: 1 });
  // @ts-expect-error a film may be without a poster.
  joined.poster.film;
  // @ts-expect-error the key is at the other end.
  film.posterId;
  // @ts-expect-error nor is it written from here.
  await Film.objects.update({ poster: 1 });
  // @ts-expect-error Poster has no foreign key "movie".
  hasOne(() => Poster, 'movie');
}

export async function manyToManys() {
  const actor = await Actor.objects.get();
  expectTypeOf(actor.films).toEqualTypeOf<ManyToManySet<typeof Film>>();
  const [prefetched] = await Actor.objects.prefetchRelated('films__cast');
  expectTypeOf(prefetched!.films[0]!.cast).toEqualTypeOf<readonly Row<typeof Actor>[]>();
  Actor.objects.filter({ films__title: 'M', films__cast__name__in: ['Lorre'] });
  // @ts-expect-error the pairs lead to films, which have no name.
  Actor.objects.filter({ films__name: 'M' });
}

export async function keys() {
  await Part.objects.create({ film: 1 });
  // @ts-expect-error a film has to be given.
  await Part.objects.create({});
  // @ts-expect-error there is no such way.
  foreignKey(() => Film, { onDelete: 'explode' });
}
