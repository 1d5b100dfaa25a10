import { relations } from 'drizzle-orm';
import { customType, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { instantAsText, textAsInstant } from '../../orm/sqlite/database.ts';

/** Instants as the tables have them. */
const instant = customType({
  dataType: () => 'text',
  toDriver: instantAsText,
  fromDriver: textAsInstant,
});

export const director = sqliteTable('director', {
  id: integer().primaryKey({ autoIncrement: true }),
  name: text().notNull(),
});

export const movie = sqliteTable('movie', {
  id: integer().primaryKey({ autoIncrement: true }),
  title: text().notNull(),
  rating: real(),
  votes: integer().notNull(),
  released: text(),
  added: instant().notNull(),
  directorId: integer('director_id').notNull(),
});

export const screening = sqliteTable('screening', {
  id: integer().primaryKey({ autoIncrement: true }),
  hall: text().notNull(),
  seats: integer().notNull(),
  price: real(),
  startsAt: instant('starts_at').notNull(),
  movieId: integer('movie_id').notNull(),
});

export const directorRelations = relations(director, ({ many }) => ({ movies: many(movie) }));
export const movieRelations = relations(movie, ({ one }) => ({
  director: one(director, { fields: [movie.directorId], references: [director.id] }),
}));

export const schema = { director, movie, screening, directorRelations, movieRelations };
