import { defineEntity, p } from '@mikro-orm/core';
import { MikroORM, wrap } from '@mikro-orm/postgresql';
import type { Cinema, CinemaOptions } from '../../orm/cinema.ts';

const Director = defineEntity({
  name: 'Director',
  tableName: 'director',
  properties: {
    id: p.integer().primary(),
    name: p.string().length(120),
    movies: () => p.oneToMany(Movie).mappedBy('director'),
  },
});

const Movie = defineEntity({
  name: 'Movie',
  tableName: 'movie',
  properties: {
    id: p.integer().primary(),
    title: p.string().length(200),
    rating: p.double().nullable(),
    votes: p.integer(),
    released: p.date().nullable(),
    added: p.datetime(),
    director: () => p.manyToOne(Director).fieldName('director_id'),
  },
});

const Screening = defineEntity({
  name: 'Screening',
  tableName: 'screening',
  properties: {
    id: p.integer().primary(),
    hall: p.string().length(40),
    seats: p.integer(),
    price: p.double().nullable(),
    startsAt: p.datetime().fieldName('starts_at'),
    movie: () => p.manyToOne(Movie).fieldName('movie_id'),
  },
});

/** MikroORM, a fork of the entity manager for each task, as for each request. */
export async function openCinema({ url, connections }: CinemaOptions): Promise<Cinema> {
  const orm = await MikroORM.init({
    entities: [Director, Movie, Screening],
    clientUrl: url,
    pool: { min: 0, max: connections },
  });
  const moviesWithDirectors = (count: number) =>
    orm.em.fork().find(Movie, {}, { populate: ['director'], orderBy: { id: 'asc' }, limit: count });
  return {
    movie: (id) => orm.em.fork().findOneOrFail(Movie, id),
    moviesWithDirectors,
    directorsWithMovies: (count) =>
      orm.em
        .fork()
        .find(Director, {}, { populate: ['movies'], orderBy: { id: 'asc' }, limit: count }),
    moviesAsJson: async (count) => JSON.stringify(await moviesWithDirectors(count)),
    async directorOfEach(count) {
      const names: string[] = [];
      const em = orm.em.fork();
      for (const { director } of await em.find(
        Movie,
        {},
        { orderBy: { id: 'asc' }, limit: count },
      )) {
        await wrap(director).init();
        names.push(director.name);
      }
      return names;
    },
    async insertScreenings(screenings) {
      // Entities, because data alone gives no more than the first id back.
      const em = orm.em.fork();
      const rows = screenings.map(({ movieId, ...screening }) =>
        em.create(Screening, { ...screening, movie: movieId }, { persist: false }),
      );
      return em.insertMany(rows);
    },
    async updateSeats(updates) {
      // References need not be loaded first, and a flush updates all of them with few statements.
      const em = orm.em.fork();
      for (const { id, seats } of updates) em.getReference(Screening, id).seats = seats;
      await em.flush();
    },
    close: () => orm.close(),
  };
}
