import { DatabaseSync } from 'node:sqlite';

/**
 * A program: takes the write lock of the file it is given, says so, and holds it until it is told
 * to let go.
 */
const database = new DatabaseSync(process.argv[2]!);
database.exec('BEGIN IMMEDIATE');
database.exec("INSERT INTO genre (name) VALUES ('from outside')");
process.send?.('locked');
process.once('message', () => {
  database.exec('COMMIT');
  database.close();
  process.send?.('released');
  process.disconnect?.();
});
