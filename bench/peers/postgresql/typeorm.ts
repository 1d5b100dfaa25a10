import { DataSource, EntitySchema } from 'typeorm';
import type { Cinema, CinemaOptions } from '../../orm/cinema.ts';

const Director = new EntitySchema({
  name: 'Director',
  tableName: 'director',
  columns: {
    id: { type: Number, primary: true, generated: true },
    name: { type: 'varchar', length: 120 },
  },
  relations: { movies: { type: 'one-to-many', target: 'Movie', inverseSide: 'director' } },
});

const Movie = new EntitySchema({
  name: 'Movie',
  tableName: 'movie',
  columns: {
    id: { type: Number, primary: true, generated: true },
    title: { type: 'varchar', length: 200 },
    rating: { type: 'double precision', nullable: true },
    votes: { type: 'integer' },
    released: { type: 'date', nullable: true },
    added: { type: 'timestamptz' },
    directorId: { type: 'integer', name: 'director_id' },
  },
  relations: {
    director: {
      type: 'many-to-one',
      target: 'Director',
      inverseSide: 'movies',
      joinColumn: { name: 'director_id' },
    },
  },
});

const Screening = new EntitySchema({
  name: 'Screening',
  tableName: 'screening',
  columns: {
    id: { type: Number, primary: true, generated: true },
    hall: { type: 'varchar', length: 40 },
    seats: { type: 'integer' },
    price: { type: 'double precision', nullable: true },
    startsAt: { type: 'timestamptz', name: 'starts_at' },
    movieId: { type: 'integer', name: 'movie_id' },
  },
});

/** TypeORM: `insert` and `update` rather than `save`, `limit` rather than `take`, as it advises. */
export async function openCinema({ url, connections }: CinemaOptions): Promise<Cinema> {
  const source = new DataSource({
    type: 'postgres',
    url,
    poolSize: connections,
    entities: [Director, Movie, Screening],
  });
  await source.initialize();
  const movies = source.getRepository('Movie');
  const directors = source.getRepository('Director');
  const moviesWithDirectors = (count: number) =>
    movies
      .createQueryBuilder('movie')
      .innerJoinAndSelect('movie.director', 'director')
      .orderBy('movie.id')
      .limit(count)
      .getMany();
  return {
    movie: (id) => movies.findOneByOrFail({ id }),
    moviesWithDirectors,
    directorsWithMovies: (count) =>
      directors.find({
        relations: { movies: true },
        order: { id: 'ASC' },
        take: count,
        relationLoadStrategy: 'query',
      }),
    moviesAsJson: async (count) => JSON.stringify(await moviesWithDirectors(count)),
    async directorOfEach(count) {
      const names: string[] = [];
      for (const { directorId } of await movies.find({ order: { id: 'ASC' }, take: count })) {
        names.push((await directors.findOneByOrFail({ id: directorId })).name);
      }
      return names;
    },
    async insertScreenings(screenings) {
      const { identifiers } = await source
        .getRepository('Screening')
        .insert(screenings.map((screening) => ({ ...screening })));
      return identifiers.map(({ id }) => id);
    },
    updateSeats: (updates) =>
      source.transaction(async (manager) => {
        for (const { id, seats } of updates) await manager.update('Screening', id, { seats });
      }),
    close: () => source.destroy(),
  };
}
