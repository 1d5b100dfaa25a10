import { DatabaseSync } from 'node:sqlite';
import type { Cinema, CinemaOptions } from '../cinema.ts';
import { PRAGMAS } from './database.ts';
import { type ArrayStatement, handWrittenCinema } from './statements.ts';

/** The limit: `node:sqlite` as somebody uses it who knows it. */
export async function openHandWritten({ url }: CinemaOptions): Promise<Cinema> {
  const database = new DatabaseSync(url);
  database.exec(PRAGMAS);
  return handWrittenCinema({
    prepare(sql, hasRows) {
      const statement = database.prepare(sql);
      if (hasRows) statement.setReturnArrays(true);
      return statement as unknown as ArrayStatement;
    },
    inTransaction(work) {
      database.exec('BEGIN');
      try {
        work();
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  });
}
