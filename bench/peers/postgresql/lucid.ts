import { Emitter } from '@adonisjs/core/events';
import { AppFactory } from '@adonisjs/core/factories/app';
import { Logger } from '@adonisjs/core/logger';
import { Database } from '@adonisjs/lucid/database';
import { Adapter, BaseModel, belongsTo, column, hasMany } from '@adonisjs/lucid/orm';
import pg from 'pg';
import type { Cinema, CinemaOptions } from '../../orm/cinema.ts';

class Director extends BaseModel {
  static table = 'director';
}
class Movie extends BaseModel {
  static table = 'movie';
}
class Screening extends BaseModel {
  static table = 'screening';
}

// Its decorators are functions, and Node, which only strips types, has no syntax for them.
column({ isPrimary: true })(Director.prototype, 'id');
column()(Director.prototype, 'name');
hasMany(() => Movie)(Director.prototype, 'movies');
column({ isPrimary: true })(Movie.prototype, 'id');
for (const name of ['title', 'rating', 'votes', 'released', 'added', 'directorId']) {
  column()(Movie.prototype, name);
}
belongsTo(() => Director)(Movie.prototype, 'director');
column({ isPrimary: true })(Screening.prototype, 'id');
for (const name of ['hall', 'seats', 'price', 'startsAt', 'movieId']) {
  column()(Screening.prototype, name);
}

/** Lucid without the rest of AdonisJS. Dates as `pg` gives them: its Luxon columns are slower. */
export async function openCinema({ url, connections }: CinemaOptions): Promise<Cinema> {
  pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
  const emitter = new Emitter(new AppFactory().create(new URL('.', import.meta.url), () => {}));
  const db = new Database(
    {
      connection: 'default',
      connections: {
        default: {
          client: 'pg',
          connection: { connectionString: url },
          pool: { min: 0, max: connections },
        },
      },
    },
    new Logger({ enabled: false }),
    emitter,
  );
  BaseModel.$adapter = new Adapter(db);
  const moviesWithDirectors = (count: number) =>
    Movie.query().preload('director').orderBy('id').limit(count).exec();
  return {
    movie: (id) => Movie.findOrFail(id),
    moviesWithDirectors,
    directorsWithMovies: (count) =>
      Director.query().preload('movies').orderBy('id').limit(count).exec(),
    moviesAsJson: async (count) => JSON.stringify(await moviesWithDirectors(count)),
    async directorOfEach(count) {
      const names: string[] = [];
      for (const movie of await Movie.query().orderBy('id').limit(count)) {
        await movie.load('director');
        names.push(movie.director.name);
      }
      return names;
    },
    async insertScreenings(screenings) {
      // `createMany` inserts one by one.
      const rows = await db
        .table('screening')
        .returning('id')
        .multiInsert(
          screenings.map(({ startsAt, movieId, ...screening }) => ({
            ...screening,
            starts_at: startsAt,
            movie_id: movieId,
          })),
        );
      return rows.map(({ id }) => id);
    },
    updateSeats: (updates) =>
      db.transaction(async (client) => {
        for (const { id, seats } of updates) {
          await Screening.query({ client }).where('id', id).update({ seats });
        }
      }),
    close: () => db.manager.closeAll(),
  };
}
