import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { createApp, getObjectOr404, pathNumber } from '../../src/http/index.ts';
import {
  char,
  connect,
  createTables,
  disconnect,
  foreignKey,
  integer,
  model,
} from '../../src/orm/index.ts';

const Director = model('ShortcutDirector', { name: char({ maxLength: 120 }) });
const Movie = model('ShortcutMovie', {
  title: char({ maxLength: 200 }),
  year: integer({ null: true }),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade' });
  },
});

beforeAll(async () => {
  connect({ default: 'sqlite::memory:' });
  await createTables();
  const director = await Director.objects.create({ name: 'Steven Spielberg' });
  for (const title of ['Jaws', 'Duel']) {
    await Movie.objects.create({ title, director });
  }
});

afterAll(() => disconnect());

describe('getObjectOr404', () => {
  test('gives the row with what its QuerySet selected', async () => {
    const movie = await getObjectOr404(Movie.objects.selectRelated('director'), { title: 'Jaws' });
    expect(movie.director.name).toBe('Steven Spielberg');
    expectTypeOf(movie.title).toEqualTypeOf<string>();
    expectTypeOf(movie.director.name).toEqualTypeOf<string>();
  });

  test('answers 404 where no row is, and where no row can be', async () => {
    for (const conditions of [{ id: 99 }, { id: Number.NaN }]) {
      await expect(getObjectOr404(Movie.objects, conditions)).rejects.toMatchObject({
        code: 'http.object.not_found',
        status: 404,
      });
    }
  });

  test('lets other errors through', async () => {
    await expect(getObjectOr404(Movie.objects, { year: null })).rejects.toMatchObject({
      code: 'orm.multiple_found',
    });
    // @ts-expect-error the model has no such field
    await expect(getObjectOr404(Movie.objects, { titel: 'Jaws' })).rejects.toMatchObject({
      code: 'orm.field.unknown',
    });
  });
});

describe('a view of one row', () => {
  const app = createApp({ mode: 'development' });
  app.get('/movies/:id', async (request) =>
    getObjectOr404(Movie.objects, { id: pathNumber(request, 'id') }),
  );

  test('answers with the row as JSON', async () => {
    expect((await app.inject('/movies/1')).json()).toMatchObject({ id: 1, title: 'Jaws' });
  });

  test.each(['/movies/99', '/movies/abc', '/movies/-1', '/movies/1.0', '/movies/01'])(
    '%s is a 404',
    async (url) => {
      expect((await app.inject(url)).statusCode).toBe(404);
    },
  );
});
