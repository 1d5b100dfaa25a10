import {
  char,
  connect,
  date,
  datetime,
  disconnect,
  float,
  foreignKey,
  hasMany,
  integer,
  model,
} from '../../src/orm/index.ts';
import type { Cinema } from './cinema.ts';

export const Director = model('Director', {
  name: char({ maxLength: 120 }),
  get movies() {
    return hasMany(() => Movie, 'director');
  },
});

export const Movie = model('Movie', {
  title: char({ maxLength: 200 }),
  rating: float({ null: true }),
  votes: integer(),
  released: date({ null: true }),
  added: datetime(),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade' });
  },
});

export const Screening = model('Screening', {
  hall: char({ maxLength: 40 }),
  seats: integer(),
  price: float({ null: true }),
  startsAt: datetime(),
  get movie() {
    return foreignKey(() => Movie, { onDelete: 'cascade' });
  },
});

/** Uptempo, as its documentation says and nothing more: no statement is prepared by hand. */
export async function openUptempo(
  database: string | { readonly url: string; readonly poolSize: number },
): Promise<Cinema> {
  connect({ default: database });
  return {
    movie: (id) => Movie.objects.get({ id }),
    moviesWithDirectors: (count) =>
      Movie.objects.selectRelated('director').orderBy('id').slice(0, count),
    directorsWithMovies: (count) =>
      Director.objects.prefetchRelated('movies').orderBy('id').slice(0, count),
    moviesAsJson: (count) =>
      Movie.objects.selectRelated('director').orderBy('id').slice(0, count).toJSON(),
    async directorOfEach(count) {
      const names: string[] = [];
      for (const movie of await Movie.objects.orderBy('id').slice(0, count)) {
        names.push((await movie.director.load()).name);
      }
      return names;
    },
    async insertScreenings(screenings) {
      const rows = await Screening.objects.bulkCreate(
        screenings.map(({ movieId, ...screening }) => ({ ...screening, movie: movieId })),
      );
      return rows.map(({ id }) => id);
    },
    async updateSeats(updates) {
      await Screening.objects.bulkUpdate(updates, ['seats']);
    },
    close: disconnect,
  };
}
