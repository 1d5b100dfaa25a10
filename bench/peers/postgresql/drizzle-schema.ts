import { relations, type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import {
  date,
  doublePrecision,
  integer,
  pgTable,
  serial,
  timestamp,
  varchar,
} from 'drizzle-orm/pg-core';
import type { SeatUpdate } from '../../orm/cinema.ts';

export const director = pgTable('director', {
  id: serial().primaryKey(),
  name: varchar({ length: 120 }).notNull(),
});

export const movie = pgTable('movie', {
  id: serial().primaryKey(),
  title: varchar({ length: 200 }).notNull(),
  rating: doublePrecision(),
  votes: integer().notNull(),
  released: date(),
  added: timestamp({ withTimezone: true }).notNull(),
  directorId: integer('director_id').notNull(),
});

export const screening = pgTable('screening', {
  id: serial().primaryKey(),
  hall: varchar({ length: 40 }).notNull(),
  seats: integer().notNull(),
  price: doublePrecision(),
  startsAt: timestamp('starts_at', { withTimezone: true }).notNull(),
  movieId: integer('movie_id').notNull(),
});

export const directorRelations = relations(director, ({ many }) => ({ movies: many(movie) }));
export const movieRelations = relations(movie, ({ one }) => ({
  director: one(director, { fields: [movie.directorId], references: [director.id] }),
}));

export const schema = { director, movie, screening, directorRelations, movieRelations };

/** The way of its guide "Update many with different value for each row". */
export async function updateSeats(
  database: NodePgDatabase<typeof schema>,
  updates: readonly SeatUpdate[],
): Promise<void> {
  const parts: SQL[] = [sql`(case`];
  for (const { id, seats } of updates)
    parts.push(sql`when ${screening.id} = ${id} then ${seats}::int`);
  parts.push(sql`end)`);
  await database
    .update(screening)
    .set({ seats: sql.join(parts, sql.raw(' ')) })
    .where(sql`${screening.id} = ANY(${sql.param(updates.map(({ id }) => id))})`);
}
