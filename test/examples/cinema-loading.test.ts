import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { type CommandResult, uptempo } from '../cli/uptempo.ts';
import { temporaryFolder } from '../support/files.ts';
import { cinemaFolder } from './cinema.ts';

describe('load-movies', () => {
  let file: string;

  beforeEach(() => {
    file = join(temporaryFolder(), 'films.sqlite');
  });

  function run(...argv: readonly string[]): Promise<CommandResult> {
    return uptempo(argv, { folder: cinemaFolder, env: { DATABASE_URL: `sqlite:${file}` } });
  }

  /** Asks the file itself, without the framework. */
  function rowsOf(sql: string) {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  }

  test('says what to do when there are no tables', async () => {
    const { code, errors } = await run('load-movies');
    expect(code).toBe(1);
    expect(errors).toContain('uptempo migrate');
  });

  test('loads the films, tells what was wrong with them, and does so once', async () => {
    await run('migrate');
    const first = await run('load-movies');
    expect(first.code, first.errors).toBe(0);
    expect(first.errors).toMatch(/Films: 3,200 in [\d.]+ s, [\d,]+\/s/);
    expect(first.output).toMatch(/title a number +9 +kept, as text/);
    expect(first.output).toMatch(/no director +1330 +kept, without/);
    expect(first.output).toContain('not found: date no calendar has, film listed twice');
    const again = await run('load-movies');
    expect(again.output).toContain('3,200 films are loaded already');
    expect(rowsOf('SELECT count(*) AS movies, count(director_id) AS directed FROM movie')).toEqual([
      { movies: 3200, directed: 1870 },
    ]);
    expect(rowsOf('SELECT count(*) AS directors FROM director')).toEqual([{ directors: 550 }]);
    expect(
      rowsOf(`SELECT typeof(title) AS type, title FROM movie WHERE title IN ('300', '21')`),
    ).toHaveLength(2);
  });

  test('stores copies that say so, in place of what was there', async () => {
    await run('migrate');
    await run('load-movies');
    const { code, output, errors } = await run('load-movies', '--fresh', '--copies', '3');
    expect(code, errors).toBe(0);
    expect(errors).toContain('Films: 9,600 in');
    expect(output).toMatch(/title a number +9 /);
    expect(rowsOf('SELECT count(*) AS movies FROM movie')).toEqual([{ movies: 9600 }]);
    expect(rowsOf('SELECT count(*) AS directors FROM director')).toEqual([{ directors: 550 }]);
    expect(rowsOf(`SELECT title FROM movie WHERE title LIKE 'Jaws%' ORDER BY title`)).toEqual(
      ['Jaws', 'Jaws (copy 2)', 'Jaws (copy 3)', 'Jaws 2', 'Jaws 2 (copy 2)', 'Jaws 2 (copy 3)']
        .concat(['Jaws 4: The Revenge', 'Jaws 4: The Revenge (copy 2)'])
        .concat(['Jaws 4: The Revenge (copy 3)'])
        .map((title) => ({ title })),
    );
  });

  test.each(['0', '-1', 'many', '1.5', '1001'])('refuses %s copies', async (copies) => {
    const { code, errors } = await run('load-movies', '--copies', copies);
    expect(code).toBe(2);
    expect(errors).toContain('--copies');
  });
});
