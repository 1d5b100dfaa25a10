import type { OrmPeer } from '../peers.ts';

const NOT_PREPARED = 'the text of a batch depends on its length, so it is built each time.';

/** Each as its documentation says is fast; the modules say how. */
export const POSTGRESQL_PEERS: readonly OrmPeer[] = [
  { name: 'postgres.js', module: 'postgresql/postgres-js', needs: 'postgres' },
  {
    name: 'Drizzle, prepared',
    module: 'postgresql/drizzle-prepared',
    needs: 'drizzle-orm',
    without: { insertScreenings: NOT_PREPARED, updateSeats: NOT_PREPARED },
  },
  { name: 'Drizzle', module: 'postgresql/drizzle', needs: 'drizzle-orm' },
  { name: 'Kysely', module: 'postgresql/kysely', needs: 'kysely' },
  { name: 'Prisma', module: 'postgresql/prisma', needs: '@prisma/client' },
  { name: 'MikroORM', module: 'postgresql/mikro-orm', needs: '@mikro-orm/postgresql' },
  { name: 'TypeORM', module: 'postgresql/typeorm', needs: 'typeorm' },
  { name: 'Lucid', module: 'postgresql/lucid', needs: '@adonisjs/lucid' },
];
