import Database from 'better-sqlite3';
import type { Cinema, CinemaOptions } from '../../orm/cinema.ts';
import { PRAGMAS } from '../../orm/sqlite/database.ts';
import { handWrittenCinema } from '../../orm/sqlite/statements.ts';

/** The hand-written code on better-sqlite3. */
export async function openCinema({ url }: CinemaOptions): Promise<Cinema> {
  const database = new Database(url);
  database.exec(PRAGMAS);
  return handWrittenCinema({
    prepare(sql, hasRows) {
      const statement = database.prepare(sql);
      return hasRows ? statement.raw() : statement;
    },
    inTransaction: (work) => database.transaction(work)(),
    close: () => database.close(),
  });
}
