import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  char,
  connect,
  createTables,
  date,
  decimal,
  disconnect,
  foreignKey,
  hasMany,
  integer,
  manyToMany,
  model,
} from '../../src/orm/index.ts';
import { connectEmpty, type DatabaseKind } from './databases.ts';
import { temporaryFolder } from './files.ts';

export const Country = model('Country', {
  name: char({ maxLength: 80, unique: true }),
});

export const Director = model('Director', {
  name: char({ maxLength: 120, index: true }),
  born: date({ null: true }),
  get country() {
    return foreignKey(() => Country, { onDelete: 'set null', null: true });
  },
  get movies() {
    return hasMany(() => Movie, 'director');
  },
});

export const Studio = model('Studio', {
  name: char({ maxLength: 80 }),
  get movies() {
    return hasMany(() => Movie, 'studio');
  },
});

export const Genre = model(
  'Genre',
  { name: char({ maxLength: 40, unique: true }) },
  {
    ordering: ['name'],
  },
);

export const Movie = model('Movie', {
  title: char({ maxLength: 200 }),
  year: integer({ null: true }),
  rating: decimal({ digits: 3, places: 1, null: true }),
  votes: integer({ default: 0 }),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade' });
  },
  get studio() {
    return foreignKey(() => Studio, { onDelete: 'restrict', null: true });
  },
  get genres() {
    return manyToMany(() => Genre);
  },
});

/** Connects to a new file with empty tables until the test is over; returns the file's path. */
export async function connectCinema(parameters = ''): Promise<string> {
  const file = join(temporaryFolder(), 'cinema.sqlite');
  connect({ default: `sqlite:${file}${parameters}` });
  onTestFinished(() => disconnect());
  await createTables();
  return file;
}

/**
 * Three directors and their movies:
 *
 * | director | country | movies (year, rating, studio, genres) |
 * |---|---|---|
 * | Stanley Kubrick | USA | The Shining (1980, 8.4, Warner, Horror Drama), Barry Lyndon (1975, 8.1, Warner, Drama) |
 * | Steven Spielberg | USA | Jaws (1975, 8.1, Universal, Horror), Lincoln (2012, –, –, Drama) |
 * | Agnès Varda | – | none |
 */
export async function addMovies() {
  const usa = await Country.objects.create({ name: 'USA' });
  const kubrick = await Director.objects.create({ name: 'Stanley Kubrick', country: usa });
  const spielberg = await Director.objects.create({ name: 'Steven Spielberg', country: usa });
  const varda = await Director.objects.create({ name: 'Agnès Varda' });
  const warner = await Studio.objects.create({ name: 'Warner' });
  const universal = await Studio.objects.create({ name: 'Universal' });
  const [horror, drama] = await Genre.objects.bulkCreate([{ name: 'Horror' }, { name: 'Drama' }]);
  const [shining, lyndon, jaws, lincoln] = await Movie.objects.bulkCreate([
    { title: 'The Shining', year: 1980, rating: '8.4', director: kubrick, studio: warner },
    { title: 'Barry Lyndon', year: 1975, rating: '8.1', director: kubrick, studio: warner },
    { title: 'Jaws', year: 1975, rating: '8.1', votes: 7, director: spielberg, studio: universal },
    { title: 'Lincoln', year: 2012, director: spielberg },
  ]);
  await shining!.genres.add(horror!, drama!);
  await lyndon!.genres.add(drama!);
  await jaws!.genres.add(horror!);
  await lincoln!.genres.add(drama!);
  return {
    usa,
    kubrick,
    spielberg,
    varda,
    warner,
    universal,
    horror: horror!,
    drama: drama!,
    shining: shining!,
    lyndon: lyndon!,
    jaws: jaws!,
    lincoln: lincoln!,
  };
}

/** Connects a fresh database of a kind with empty tables until the test is over. */
export async function connectCinemaOn(kind: DatabaseKind): Promise<void> {
  await connectEmpty(kind);
  await createTables();
}
