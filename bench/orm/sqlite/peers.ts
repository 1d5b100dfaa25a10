import type { OrmPeer } from '../peers.ts';

const NOT_PREPARED = 'the text of a batch depends on its length, so it is built each time.';

/** Each as its documentation says is fast; the modules say how. All of them over better-sqlite3. */
export const SQLITE_PEERS: readonly OrmPeer[] = [
  { name: 'better-sqlite3', module: 'sqlite/better-sqlite3', needs: 'better-sqlite3' },
  {
    name: 'Drizzle, prepared',
    module: 'sqlite/drizzle-prepared',
    needs: 'drizzle-orm',
    without: { insertScreenings: NOT_PREPARED, updateSeats: NOT_PREPARED },
  },
  { name: 'Drizzle', module: 'sqlite/drizzle', needs: 'drizzle-orm' },
  { name: 'Kysely', module: 'sqlite/kysely', needs: 'kysely' },
];
